"""Sources and settings as validated values."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from config.model import Listing, Settings, Source, SourcesFile


def test_a_bare_url_is_a_source() -> None:
    source = Source.model_validate({"url": "https://www.daily.example/"})
    assert (source.id, source.name, source.list_urls) == ("daily.example", "daily.example", ())


def test_without_a_url_an_id_and_a_list_make_a_source() -> None:
    source = Source.model_validate({"id": "daily", "feeds": ["https://daily.example/rss"]})
    assert (source.name, source.url) == ("daily", None)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"id": "daily"}, "a url, or at least one of feeds"),
        ({"feeds": ["https://daily.example/rss"]}, "id"),
        ({"id": "daily", "feeds": ["https://d.example/", "https://d.example/"]}, "named twice"),
        ({"id": "d", "feeds": ["https://d.example/"], "listings": ["https://d.example/"]}, "named twice"),
        ({"url": "https://d.example/", "evry": "15m"}, "evry"),
        ({"url": "https://d.example/", "every": "0s"}, "greater than"),
        ({"url": "https://d.example/", "tls": "maybe"}, "verify"),
    ],
)
def test_what_cannot_be_crawled_is_refused(keys: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Source.model_validate(keys)


def test_a_listing_may_be_a_bare_address() -> None:
    source = Source.model_validate({"url": "https://d.example/", "listings": ["https://d.example/world"]})
    assert source.listings == (Listing(url="https://d.example/world"),)


def test_sources_are_frozen_and_hashable() -> None:
    source = Source(id="daily", name="The Daily", url="https://daily.example/")
    with pytest.raises(ValidationError, match="frozen"):
        source.name = "Other"  # type: ignore[misc]
    assert len({source, source.model_copy()}) == 1


def test_a_proxy_password_is_not_in_the_repr_of_the_settings() -> None:
    settings = Settings.model_validate({"fetch": {"proxy": "http://user:s3cret@proxy.example"}})
    assert "s3cret" not in repr(settings)


def test_defaults_are_polite() -> None:
    fetch = Settings().fetch
    assert fetch.allow_networks == () and fetch.allow_ports == ()
    assert fetch.min_delay == timedelta(seconds=1) and fetch.min_every == timedelta(minutes=1)
    assert Source(id="d", name="d", url="https://d.example/").tls == "verify"


def test_only_version_one_is_known() -> None:
    assert SourcesFile.model_validate({"version": "1"}).version == 1
    with pytest.raises(ValidationError):
        SourcesFile.model_validate({"version": "2"})
