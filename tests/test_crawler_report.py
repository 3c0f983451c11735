"""The balance: what was taken up must have ended."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.report import Balance

WORDS = st.sampled_from(["stored", "copy", "known", "pending", "blocked:robots", "failed:timeout"])


@given(st.lists(st.tuples(WORDS, st.integers(0, 5))))
def test_a_balance_is_even_when_everything_taken_has_ended(ends: list[tuple[str, int]]) -> None:
    balance = Balance()
    for word, n in ends:
        balance.take(n)
        balance.end("s", word, n)
    assert balance.is_even
    balance.take()
    assert not balance.is_even


def test_pages_fetched_leave_out_what_was_never_asked_for() -> None:
    balance = Balance()
    for word in ("stored", "no_article:too_short", "known", "pending", "blocked:robots"):
        balance.end("s", word)
    assert balance.fetched_pages == 2
    assert balance.stored == 1
    assert balance.sources["s"]["known"] == 1
