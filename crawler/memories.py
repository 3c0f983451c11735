"""The site memories in use: read from the corpus once, then kept at hand for the next page of the host.

Between the article desk and the corpus, which alone keeps them: what is here is a bounded copy. A memory
learned from a page is the next page's at once and becomes durable with that page's article.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from crawler.writer import Writer
from storage.crawl import Remembered

__all__ = ["Memories"]

_HELD = 1_000  # of a few kilobytes each


class Memories:
    """Memories by source and host, the latest used at hand."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._held: OrderedDict[tuple[str, str], Remembered | None] = OrderedDict()
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, source_id: str, host: str) -> AsyncIterator[bytes | None]:
        """Give what is remembered of a host of a source, packed, to one page of it at a time.

        So each page knows what the one before it taught, however long documents wait for a worker.
        """
        key = (source_id, host)
        lock = self._turns.setdefault(key, asyncio.Lock())
        async with lock:
            if key not in self._held:
                self._held[key] = await self._writer.call(lambda corpus: corpus.remembered(source_id, host))
            self._held.move_to_end(key)
            held = self._held[key]
            yield held.body if held else None
            while len(self._held) > _HELD:
                self._held.popitem(last=False)

    def learned(self, source_id: str, remembered: Remembered) -> None:
        """Use this memory from now on; called within the page's turn."""
        self._held[source_id, remembered.state.host] = remembered

    def forget(self, source_id: str, host: str) -> None:
        """Read it from the corpus again when it is needed next: what was learned was not written down."""
        self._held.pop((source_id, host), None)
