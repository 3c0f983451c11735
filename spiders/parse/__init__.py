"""Bytes of a list in, entries out: pure readers of feeds, sitemaps and section pages.

Sits between fetching and the frontier: nothing here touches the network, the clock or a disk. Import from the
defining module; nothing is re-exported, because a reader of dates should not pay for an XML parser.
"""
