"""Values as columns: laws of going there and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.columns import bindable, from_json, from_micros, pack_body, to_json, to_micros, unpack_body

moments = st.datetimes(timezones=st.just(UTC))


@given(moments)
def test_time_comes_back_to_the_microsecond(moment: datetime) -> None:
    micros = to_micros(moment)
    assert from_micros(micros) == moment


def test_time_is_stored_in_utc_whatever_its_zone() -> None:
    amman = timezone(timedelta(hours=3))
    assert to_micros(datetime(1970, 1, 1, 3, tzinfo=amman)) == 0
    assert to_micros(None) is from_micros(None) is None


def test_naive_time_is_refused() -> None:
    with pytest.raises(TypeError):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001 - the point


@given(st.text())
def test_body_comes_back_and_is_never_larger_than_plain(text: str) -> None:
    body = pack_body(text)
    assert unpack_body(body.blob, body.codec) == text
    assert len(body.blob) <= len(text.encode())


def test_unknown_codec_is_refused() -> None:
    with pytest.raises(ValueError, match="codec 9"):
        unpack_body(b"", 9)


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.lists(st.text()), min_size=1))
def test_json_comes_back(value: dict[str, object]) -> None:
    assert from_json(to_json(value), None) == value


def test_empty_values_take_no_room() -> None:
    assert to_json(()) is to_json({}) is to_json(None) is None
    assert from_json(None, ()) == ()


def test_bindable_replaces_only_what_no_file_can_hold() -> None:
    row = {"a": "نص", "b": "x\udc80", "c": 1, "d": None}
    assert bindable(row) == {"a": "نص", "b": "x?", "c": 1, "d": None}
