"""What the desks share: the writer, the worker pool and the balance of the run."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.dedup.judge import Judge
from crawler.pool import Pool
from crawler.report import Balance
from crawler.writer import Writer

__all__ = ["Work"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The hands of one run."""

    writer: Writer
    pool: Pool
    judge: Judge = field(default_factory=Judge)
    balance: Balance = field(default_factory=Balance)
