"""The headline is chosen by agreement, and never carries the site's name."""

from __future__ import annotations

import pytest

from crawler.extract.facts import Stated
from crawler.extract.headlines import choose_headline

TITLE = "Bridge over the weir closes for repairs"


def choose(**claims: str) -> str | None:
    """Choose among claims given best first; the site is called Harbour Post."""
    candidates = [Stated(text=text, origin=origin) for origin, text in claims.items()]
    return choose_headline(candidates, ["Harbour Post", "harbour.example"]).text


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | Harbour Post",
        f"{TITLE} - Harbour Post",
        f"{TITLE} – Harbour Post",
        f"Harbour Post | {TITLE}",
        f"{TITLE}｜Harbour Post",
        f"{TITLE} :: Harbour Post",
    ],
)
def test_the_site_name_is_cut_off_the_only_title(title: str) -> None:
    """At either end, behind any separator."""
    assert choose(title=title) == TITLE


def test_an_unknown_site_is_guessed_from_its_place() -> None:
    """A short tail after the last separator of `<title>`."""
    assert choose(title=f"{TITLE} | The Daily Tide") == TITLE


def test_a_dash_inside_a_headline_stays() -> None:
    """What follows is no name anybody knows, and another candidate agrees."""
    claim = "Weir bridge - what walkers need to know"
    assert choose(og=claim, h1=claim) == claim


def test_a_wording_for_social_media_loses_to_the_one_two_others_share() -> None:
    """JSON-LD agrees with the `h1`."""
    assert choose(jsonld=TITLE, og="You will not believe which bridge closes", h1=TITLE) == TITLE


def test_a_lonely_first_claim_loses_to_a_majority() -> None:
    """JSON-LD names a section, everybody else the headline."""
    assert choose(jsonld="Local", og=TITLE, h1=TITLE) == TITLE


def test_a_wording_cut_short_is_completed() -> None:
    """Some systems end the headline in structured data with an ellipsis."""
    assert choose(jsonld=TITLE[:20] + "…", twitter=TITLE[:20] + "…", h1=TITLE) == TITLE


def test_a_page_without_a_headline_has_none() -> None:
    """The site's name is not one."""
    assert choose(og="Harbour Post", title="harbour.example") is None
