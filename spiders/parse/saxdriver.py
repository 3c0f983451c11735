"""An XML reader for feedparser that hands over text in large pieces.

`feed` puts this module first in feedparser's list of SAX drivers, which loads it by name. Buffering changes
no output and saves a quarter of the time (spec feeds §3).
"""

from __future__ import annotations

from xml.sax.expatreader import ExpatParser

__all__ = ["create_parser"]


class _BufferedParser(ExpatParser):
    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]  # typeshed leaves the expat object out


def create_parser() -> ExpatParser:
    """Return a new reader; the name and signature are those of `xml.sax.make_parser`."""
    return _BufferedParser()
