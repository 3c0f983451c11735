"""The headline is chosen by agreement, and never carries the site's name."""

from __future__ import annotations

import pytest

from crawler.extract.facts import Stated
from crawler.extract.headlines import choose_headline
from crawler.extract.sitenames import SiteNames
from tests.extract_help import metadata_of

TITLE = "Bridge over the weir closes for repairs"
SITE = SiteNames.of(["Harbour Post", "harbour.example"], "harbourpost")


def choose(**claims: str) -> str | None:
    """Choose among claims given best first; the site is called Harbour Post."""
    candidates = [Stated(text=text, origin=origin) for origin, text in claims.items()]
    return choose_headline(candidates, SITE).text


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


def test_a_longer_form_of_the_domains_name_is_the_site() -> None:
    """Unknown to the page's data, but the domain's label is in it."""
    assert choose(og=f"{TITLE} | Harbour Post of Weirtown") == TITLE


def test_a_kicker_that_the_article_itself_states_stays() -> None:
    """Only the `h1` does without it."""
    kicked = f"Weirtown: {TITLE}"
    assert choose(jsonld=f"Weirtown - {TITLE}", og=kicked, h1=TITLE, title=f"{kicked} - Local") is not None
    assert choose(jsonld=kicked, og=kicked, h1=TITLE) == kicked


def test_the_feeds_word_settles_which_wording_is_the_headline() -> None:
    """Where the page says the same somewhere."""
    assert choose(jsonld="Weir bridge shut", og="Weir bridge shut", h1=TITLE, entry=TITLE) == TITLE


def test_a_feed_title_the_page_does_not_know_changes_nothing() -> None:
    """A listing's link text, say."""
    assert choose(og=TITLE, h1=TITLE, entry="Read more") == TITLE


def test_the_feeds_shorter_word_is_cut_out_of_the_pages() -> None:
    """Even where everybody on the page states the longer one."""
    longer = f"{TITLE} - what walkers need to know"
    assert choose(jsonld=longer, og=longer, h1=longer, entry=TITLE) == TITLE


def test_the_headline_edited_for_sharing_wins_over_the_first_one() -> None:
    """Open Graph and Twitter agree against JSON-LD and `h1`."""
    edited = "Weir bridge to close in spring"
    assert choose(jsonld=TITLE, og=edited, h1=TITLE, twitter=edited) == edited


def test_a_shared_wording_that_wraps_the_headline_in_names_does_not_win() -> None:
    """Section before, topic behind."""
    wrapped = f"Weir news: {TITLE}: all about bridges"
    assert choose(jsonld=TITLE, og=wrapped, h1=TITLE, twitter=wrapped) == TITLE


def test_a_title_for_search_engines_loses_to_the_headline_on_the_page() -> None:
    """They share words, and nobody else has the former."""
    assert choose(og="Weir bridge repairs: full guide", h1=TITLE) == TITLE


def test_an_unrelated_h1_is_no_headline() -> None:
    """A section's name, a slogan."""
    assert choose(og=TITLE, h1="Contact us today please") == TITLE


def test_a_wording_cut_at_a_quotation_mark_is_completed() -> None:
    """The markup's own quotes ended it."""
    assert choose(
        jsonld="Mayor: «The weir is", twitter="Mayor: «The weir is", h1="Mayor: «The weir is ours»"
    ) == ("Mayor: «The weir is ours»")


OLD = "<head><title>{title}</title></head><body>{top}<b>قوارب جديدة لصيادي المرفأ</b><p>نص.</p></body>"


@pytest.mark.parametrize(
    "title",
    [
        "نبأ الساحل | قوارب جديدة لصيادي المرفأ",
        "قوارب جديدة لصيادي المرفأ - نبأ الساحل",
        "نبأ الساحل: قوارب جديدة لصيادي المرفأ",
    ],
)
@pytest.mark.parametrize(
    "top",
    [
        "",
        "<h1><a href='/'>نبأ الساحل</a></h1>",
        "<a href='https://nabaa.example/ar/'><h1>نبأ الساحل</h1></a>",
    ],
)
def test_the_part_of_the_title_that_stands_on_the_page_is_the_headline(title: str, top: str) -> None:
    """Whichever end of the title it is; an `h1` that links to the front page is the masthead."""
    assert metadata_of(OLD.format(title=title, top=top)).headline.text == "قوارب جديدة لصيادي المرفأ"


def test_a_title_that_only_names_the_site_gives_way_to_the_line_that_stands_out() -> None:
    """Old systems write one title for all pages; the line right above the date is bold or a heading."""
    text = "<p>" + "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه. " * 3 + "</p>"
    for line in ("<h2>{}</h2>", "<font size='5'><b>{}</b></font>", "<div class='newstitle'>{}</div>"):
        body = line.format("قوارب جديدة لصيادي المرفأ") + "<div>7 آذار 2024</div>" + text
        assert (
            metadata_of(f"<title>نبأ الساحل</title><body>{body}").headline.text == "قوارب جديدة لصيادي المرفأ"
        )


def test_the_first_half_of_a_headline_is_not_taken_for_all_of_it() -> None:
    """A colon is no separator of site names where the line on the page is the part before it."""
    title = "<title>Boats for the harbour: what to know</title>"
    assert (
        metadata_of(f"{title}<body><b>Boats for the harbour</b><p>Text.</p></body>").headline.text
        == "Boats for the harbour: what to know"
    )
