"""Times and filters as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.filters import make_query, parse_moment

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("24h", NOW - timedelta(hours=24)),
        ("7d", NOW - timedelta(days=7)),
        ("90m", NOW - timedelta(minutes=90)),
        ("2w", NOW - timedelta(weeks=2)),
        ("2026-03-14T10:00", datetime(2026, 3, 14, 10, tzinfo=UTC)),
        ("2026-03-14T10:00:00+03:00", datetime(2026, 3, 14, 7, tzinfo=UTC)),
        (" 2026-03-14T10:00:00Z ", datetime(2026, 3, 14, 10, tzinfo=UTC)),
    ],
)
def test_moment_is_understood(text: str, moment: datetime) -> None:
    assert parse_moment(text, now=NOW) == moment


@given(st.text(max_size=20))
def test_moment_is_a_utc_time_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_moment(text, now=NOW).utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["yesterday", "", "24", "h", "999999w", "2026-13-01"])
def test_time_that_is_none_is_a_usage_error(text: str) -> None:
    options = {"source": None, "language": None, "until": None, "one_per_story": False, "limit": 0}
    with pytest.raises(typer.Exit) as left:
        make_query(since=text, **options)  # type: ignore[arg-type]
    assert left.value.exit_code == 2
