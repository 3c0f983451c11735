"""What the operator wants: sources and settings, as frozen validated values.

Leaf of the flow: `config.load` builds these from YAML, everything later takes them as arguments. The shape
is a contract (README, schema.json): a source is a publisher with any number of lists.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.values import (
    Contact,
    Country,
    Cron,
    Duration,
    HttpUrl,
    Id,
    Language,
    Name,
    Network,
    Pattern,
    Port,
    Proxy,
    Selector,
    StoreUrl,
    Tag,
    id_from_url,
)

__all__ = [
    "CopySettings",
    "ExtractRules",
    "ExtractSettings",
    "FetchSettings",
    "Listing",
    "Settings",
    "Source",
    "SourceDefaults",
    "SourcesFile",
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, data: Any) -> Any:
        """Take a known key without a value, such as `cron:`, for not set."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


class Listing(_Model):
    """A section page that links to articles."""

    url: HttpUrl = Field(description="The section page.")
    follow: Selector | None = Field(
        default=None,
        description="CSS selector of the links to articles, such as \"a[href*='/article']\". "
        "Absent: learned from the shapes of the page's links.",
    )


def _to_listing(value: object) -> object:
    """Take a bare address for a listing without a selector."""
    return {"url": value} if isinstance(value, str) else value


_Listing = Annotated[Listing, BeforeValidator(_to_listing, json_schema_input_type=HttpUrl | Listing)]


class ExtractRules(_Model):
    """Extraction overrides of one source (CSS selectors)."""

    body: Selector | None = Field(
        default=None, description="CSS selector of the element that holds the body."
    )
    drop: tuple[Selector, ...] = Field(
        default=(), description='CSS selectors of what is never text, such as [".related"].'
    )


class SourceDefaults(_Model):
    """What a source may leave to the `defaults:` of its file; a source's own key wins."""

    language: Language | None = Field(
        default=None, description="Language code of the articles, such as 'ar'. Absent: found per article."
    )
    country: Country | None = Field(
        default=None, description="Country code of the publisher, such as 'JO' (ISO 3166)."
    )
    every: Duration = Field(
        default=timedelta(minutes=15),
        gt=timedelta(0),
        description="How often its lists are polled: a number and s, m, h or d.",
    )
    cron: Cron | None = Field(
        default=None,
        description="Poll at these times (UTC) instead: minute hour day-of-month month day-of-week.",
    )
    include_urls: tuple[Pattern, ...] = Field(
        default=(), description="RE2 patterns; only articles whose address contains one are fetched."
    )
    exclude_urls: tuple[Pattern, ...] = Field(
        default=(), description="RE2 patterns; articles whose address contains one are not fetched."
    )
    extract: ExtractRules = Field(default=ExtractRules(), description="Extraction overrides, rarely needed.")
    delay: Duration = Field(
        default=timedelta(seconds=1),
        ge=timedelta(0),
        le=timedelta(hours=1),
        description="Shortest pause between two requests to one host of this source.",
    )
    tags: tuple[Tag, ...] = Field(default=(), description="Words of your own, kept with every article.")
    tls: Literal["verify", "insecure"] = Field(
        default="verify",
        description="'insecure' accepts a broken certificate; shown as a warning in its status.",
    )
    enabled: bool = Field(default=True, description="false: kept in the file, not polled.")


class Source(SourceDefaults):
    """A publisher we crawl, credited by `name`. A bare `url` means: discover its lists."""

    id: Id = Field(
        description="Short name for commands and exports; never change it. Absent: the host of `url`."
    )
    name: Name = Field(description="The credit shown with every article. Absent: the id.")
    url: HttpUrl | None = Field(
        default=None, description="The publisher's home page; enough alone: its lists are then discovered."
    )
    feeds: tuple[HttpUrl, ...] = Field(default=(), description="RSS, Atom, RDF or JSON feeds.")
    sitemaps: tuple[HttpUrl, ...] = Field(default=(), description="Sitemaps, best news sitemaps.")
    listings: tuple[_Listing, ...] = Field(
        default=(), description="Section pages that link to articles, for publishers without feeds."
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_names(cls, data: Any) -> Any:
        """Take the id from the host of `url`, the name from the id, where they are not given."""
        if not isinstance(data, dict):
            return data
        filled = dict(data)
        if filled.get("id") is None and isinstance(filled.get("url"), str):
            filled["id"] = id_from_url(filled["url"])
        if filled.get("name") is None and filled.get("id") is not None:
            filled["name"] = filled["id"]
        return filled

    @model_validator(mode="after")
    def _check_lists(self) -> Self:
        urls = self.list_urls
        if not urls and self.url is None:
            raise ValueError("expected a url, or at least one of feeds, sitemaps and listings")
        twice = sorted({url for url in urls if urls.count(url) > 1})
        if twice:
            raise ValueError(f"the list {twice[0]!r} is named twice")
        return self

    @property
    def list_urls(self) -> tuple[str, ...]:
        """The addresses of all its lists; empty where they are to be discovered."""
        return (*self.feeds, *self.sitemaps, *(listing.url for listing in self.listings))


class SourcesFile(_Model):
    """A file of sources: sources.yaml and whatever it includes."""

    version: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)] = Field(
        default=1, description="The version of this format."
    )
    defaults: SourceDefaults = Field(
        default=SourceDefaults(), description="Applied to each source of this file that does not set the key."
    )
    include: tuple[str, ...] = Field(
        default=(), description="Further YAML or OPML files, relative to this one."
    )
    sources: tuple[Source, ...] = Field(default=(), description="The publishers to crawl.")


class FetchSettings(_Model):
    """How we fetch. `allow_networks` and `allow_ports` open the guard, for intranets and tests only."""

    contact: Contact | None = Field(
        default=None,
        examples=["https://example.org/our-crawler"],
        description="A web or mail address of yours, sent with every request: publishers want to know.",
    )
    proxy: Proxy | None = Field(
        default=None,
        examples=["${env:NABA_PROXY}"],
        repr=False,  # may hold a password
        description="Proxy for every request; absent: the http_proxy and https_proxy variables.",
    )
    allow_networks: tuple[Network, ...] = Field(
        default=(),
        examples=[["10.1.0.0/16"]],
        description="Networks that are not public and yet may be fetched from, for intranets.",
    )
    allow_ports: tuple[Port, ...] = Field(
        default=(),
        examples=[[8000]],
        description="Ports that may be fetched from besides 80, 443, 8080 and 8443.",
    )
    concurrency: int = Field(default=64, ge=1, le=512, description="Requests in flight over all hosts.")
    min_every: Duration = Field(
        default=timedelta(minutes=1),
        ge=timedelta(seconds=1),
        le=timedelta(minutes=15),
        description="The shortest `every` a source may have; lower it for tests only.",
    )
    min_delay: Duration = Field(
        default=timedelta(seconds=1),
        ge=timedelta(milliseconds=250),
        le=timedelta(seconds=1),
        description="The shortest `delay` a source may have; lower it for tests only.",
    )
    timeout: Duration = Field(
        default=timedelta(seconds=60), gt=timedelta(0), description="Longest time for one whole response."
    )
    connect_timeout: Duration = Field(
        default=timedelta(seconds=10), gt=timedelta(0), description="Longest time to connect."
    )
    first_byte_timeout: Duration = Field(
        default=timedelta(seconds=20), gt=timedelta(0), description="Longest time until the first byte comes."
    )


class ExtractSettings(_Model):
    """The extraction pool."""

    workers: int | None = Field(
        default=None,
        examples=[2],
        ge=1,
        le=64,
        description="Worker processes; absent: one fewer than the cores, at least one.",
    )
    timeout: Duration = Field(
        default=timedelta(seconds=10),
        gt=timedelta(0),
        description="Longest time for one page, then it is killed.",
    )
    memory_mb: int = Field(default=1024, ge=128, description="Memory limit of a worker in MiB.")


class CopySettings(_Model):
    """Recognition of copies."""

    window: Duration = Field(
        default=timedelta(days=60),
        ge=timedelta(days=1),
        description="How far back near copies are looked for; exact ones are found however old.",
    )


class Settings(_Model):
    """What holds for the whole installation."""

    version: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)] = Field(
        default=1, description="The version of this format."
    )
    store: StoreUrl | None = Field(
        default=None,
        examples=["sqlite:///data/corpus.db"],
        repr=False,  # may hold a password
        description="The corpus, as sqlite:///PATH; absent: data/corpus.db beside this folder.",
    )
    fetch: FetchSettings = Field(default=FetchSettings(), description="How pages are fetched.")
    extract: ExtractSettings = Field(default=ExtractSettings(), description="The extraction workers.")
    copies: CopySettings = Field(default=CopySettings(), description="How copies are recognised.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much the service writes to its log."
    )
