"""An article of several pages of which not all are read: what waits while the next one is fetched. Pure.

Between the article desk, which reads its pages one by one, and the desk, which keeps it as long as it holds
the entry. It lives in memory alone: until the whole article is recorded its entry is pending, so whatever
ends the process in between, the pages are fetched again from the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.extract.joining import cut_short
from crawler.worker import PageResult
from spiders.items import Page, Task

__all__ = ["Begun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The pages read so far, joined to one `result`; `first` is the page that stands for the article.

    `further` are the addresses of the pages joined to it, asked and answered ones, without repetition.
    """

    first: Page
    result: PageResult
    further: tuple[str, ...] = ()

    def after(self, page: Page, result: PageResult) -> Begun:
        """Return what is known after one more page; only one that was joined is a page of the article."""
        if result.article.extraction.pages == self.result.article.extraction.pages:
            return replace(self, result=result)
        reached = (*self.further, *page.task.chain, page.task.url, page.final_url)
        return Begun(first=self.first, result=result, further=tuple(dict.fromkeys(reached)))

    def cut_short(self) -> Begun:
        """Return it as an article whose next page is not to be had."""
        article = cut_short(self.result.article)
        return replace(self, result=replace(self.result, article=article, next_url=None))

    @property
    def next_task(self) -> Task | None:
        """The page to fetch next; None if all were read."""
        url = self.result.next_url
        return replace(self.first.task, url=url, chain=()) if url else None
