"""The judge: unchanged, revision, copy or new, and why."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import TERSE, WORDLESS, Judge
from crawler.dedup.verify import RULES_VERSION
from storage.model import Article, Candidate, Copy, Extraction, Known, New, RevisionOf, Unchanged, Verdict
from tests.dedup_families import DESKS, FRESH, LATER, Families, Report, copied, reports

WORDS = [f"{stem}{ending}" for stem in ("mar", "sel", "tor", "vin", "kal", "bru") for ending in "aeiouyst"]
NAMES = ["Northern", "harbour", "valley", "council", "bridge", "school", "weather", "museum", "market"]


def story(seed: int, words: int = 240) -> str:
    """Return a text of sentences of its own: another seed shares no three words in a row with it."""
    chance = random.Random(seed)
    sentences = []
    while words > 0:
        length = min(words, chance.randrange(8, 20))
        sentences.append(" ".join(chance.choice(WORDS) + chance.choice(NAMES) for _ in range(length)) + ".")
        words -= length
    return "\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def article(text: str) -> Article:
    return Article(
        url="https://a.example/1", title=None, text=text, extraction=Extraction(path="test", version="1")
    )


def candidate(text: str, *, id: int = 1, key: str = "a.example/1") -> Candidate:
    made = fingerprint(text)
    return Candidate(
        id=id, version=1, cluster_id=id, source_id="daily", key=key, text_hash=made.text_hash, text=text
    )


def judged(text: str, known: Known) -> Verdict:
    return Judge()(article(text), fingerprint(text), known)


def judged_near(text: str, *others: str) -> Verdict:
    near = tuple(candidate(other, id=number) for number, other in enumerate(others))
    return judged(text, Known(near=near))


def test_nothing_known_is_new() -> None:
    assert judged(story(1), Known()) == New()


def test_the_same_text_at_the_same_address_is_unchanged() -> None:
    assert judged(story(1).upper(), Known(same_key=candidate(story(1)))) == Unchanged(of=1)


def test_any_changed_number_at_the_same_address_is_a_revision() -> None:
    text = story(1) + " Seen by 12 people."
    assert judged(text.replace("12", "13"), Known(same_key=candidate(text))) == RevisionOf(of=1)


def test_a_wholly_other_text_at_the_articles_own_address_is_a_revision_too() -> None:
    known = Known(same_key=candidate(story(1)), same_text=candidate(story(2), id=2))
    assert judged(story(2), known) == RevisionOf(of=1)


def test_a_new_text_where_a_copy_was_seen_is_judged_like_any_other() -> None:
    known = Known(same_key=candidate(story(1)), key_is_primary=False)
    assert judged(story(2), known) == New()
    again = Known(same_key=candidate(story(1)), key_is_primary=False, same_text=candidate(story(2), id=2))
    assert judged(story(2), again) == Copy(
        of=2, relation="same_text", scores={"containment": 1.0}, rules=RULES_VERSION
    )


def test_the_same_text_elsewhere_is_one_more_appearance() -> None:
    verdict = judged(story(1), Known(same_text=candidate(story(1), key="b.example/9")))
    assert isinstance(verdict, Copy)
    assert (verdict.of, verdict.relation) == (1, "same_text")


def test_a_flash_repeated_elsewhere_joins_the_cluster_but_stays_an_article() -> None:
    text = story(1, words=TERSE - 1)
    verdict = judged(text, Known(same_text=candidate(text)))
    assert isinstance(verdict, Copy)
    assert verdict.relation == "near"


def test_a_few_words_say_nothing_about_where_they_come_from() -> None:
    text = story(1, words=WORDLESS - 1)
    assert judged(text, Known(same_text=candidate(text), near=(candidate(text),))) == New()
    assert judged("", Known(same_text=candidate(""))) == New()


def test_an_edited_copy_with_a_dateline_is_near_and_says_by_how_much() -> None:
    text = story(1)
    edited = "AMMAN (Agency) - " + text.replace(text.split()[100], "something", 1)
    verdict = judged_near(edited, story(2), text)
    assert isinstance(verdict, Copy)
    assert (verdict.of, verdict.relation) == (1, "near")
    assert verdict.scores["containment"] > 0.95


def test_a_teaser_is_a_cut_copy_whichever_comes_first() -> None:
    text = story(1, words=400)
    teaser = " ".join(text.split()[:80])
    for one, other in ((teaser, text), (text, teaser)):
        verdict = judged_near(one, other)
        assert isinstance(verdict, Copy)
        assert verdict.relation == "cut"


def test_a_translation_is_another_text_though_names_and_numbers_are_the_same() -> None:
    english = (
        "Mayor Anna Keller opened the Lindenhof bridge in Norburg on 12 May 2026. It cost 4.8 million euros, "
        "took 31 months to build and carries 2,400 cars a day, says Tomas Brandt of Keller & Brandt."
    )
    french = (
        "La maire Anna Keller a inauguré le pont Lindenhof à Norburg le 12 mai 2026. Il a coûté 4.8 millions "
        "d'euros, sa construction a duré 31 mois et 2,400 voitures l'empruntent chaque jour, selon "
        "Tomas Brandt du bureau Keller & Brandt."
    )
    arabic = (
        "افتتحت رئيسة البلدية Anna Keller جسر Lindenhof في Norburg يوم 12 مايو 2026. وبلغت كلفته "
        "4.8 مليون يورو، واستغرق بناؤه 31 شهرا، وتعبره 2,400 سيارة كل يوم، كما قال "
        "المهندس Tomas Brandt من مكتب Keller & Brandt."
    )
    for one, other in ((english, french), (french, arabic), (arabic, english)):
        assert judged_near(one, other) == New()


def test_a_digest_of_stories_is_a_copy_of_none() -> None:
    parts = [story(seed, words=150) for seed in (1, 2, 3)]
    assert judged_near("\n".join(parts), *parts) == New()
    assert isinstance(judged_near("\n".join(parts), parts[0]), Copy), "told only by what it holds besides"


def test_a_longer_text_is_no_digest_because_two_shorter_ones_of_it_are_known() -> None:
    text = story(1, words=500)
    teasers = (" ".join(text.split()[:80]), " ".join(text.split()[:120]))
    assert isinstance(judged_near(text, *teasers), Copy)


def test_a_passage_from_the_middle_is_no_copy() -> None:
    text = story(1, words=900)
    assert judged_near(" ".join(text.split()[600:700]), text) == New()


def test_a_shared_closing_alone_is_no_copy() -> None:
    closing = story(9, words=60)
    assert judged_near(f"{story(1, words=50)}\n{closing}", f"{story(2, words=50)}\n{closing}") == New()


def test_every_fifth_word_replaced_is_still_a_copy() -> None:
    chance = random.Random(5)
    text = story(1, words=300)
    words = [
        chance.choice(WORDS) if chance.random() < 0.17 else word
        for word in text.split(" ")
        if chance.random() < 0.97
    ]
    verdict = judged_near(" ".join(words), text)
    assert isinstance(verdict, Copy)


def test_the_same_words_with_other_numbers_are_another_report() -> None:
    form = (
        "The general index closed at {} points on the day, up {} percent from the session before. "
        "Turnover was {} million with {} million shares traded in {} deals. Of the companies {} rose and "
        "{} fell while {} were unchanged, and the index of the financial sector stood at {} points."
    )
    numbers = [str(number * 37 % 991) for number in range(1, 20)]
    assert judged_near(form.format(*numbers[:9]), form.format(*numbers[9:18])) == New()


def test_the_best_match_is_joined_and_no_other() -> None:
    text = story(1)
    half = text[: len(text) // 2] + story(2)[: len(text) // 2]
    verdict = judged_near(text, half, text + " again")
    assert isinstance(verdict, Copy)
    assert verdict.of == 1


@given(st.integers(0, 50), st.integers(0, 3))
def test_the_verdict_does_not_depend_on_what_was_judged_before(seed: int, hot: int) -> None:
    judge = Judge(hot=hot)
    text, other = story(seed, words=60), story(seed + 1, words=60)
    known = Known(near=(candidate(text), candidate(other, id=2)))
    first = judge(article(text), fingerprint(text), known)
    judge(article(other), fingerprint(other), known)
    assert judge(article(text), fingerprint(text), known) == first


@pytest.fixture(scope="module")
def outcomes() -> Counter[str]:
    """Judge the families of forms in a stream: how many rows joined a wrong report or the right one."""
    judge, counts = Judge(), Counter[str]()
    rows: list[tuple[Report, str]] = []
    index: dict[int, list[int]] = defaultdict(list)
    for report in reports(each=12, seed=7):
        for text in (report.text, copied(report)) if report.number % 4 == 0 else (report.text,):
            made = fingerprint(text)
            shared = Counter(number for one in made.prints for number in index[one])
            near = tuple(candidate(rows[number][1], id=number) for number, _ in shared.most_common(6))
            verdict = judge(article(text), made, Known(near=near))
            if isinstance(verdict, Copy):
                counts["right" if rows[verdict.of][0] == report else "wrong"] += 1
            counts["rows"] += 1
            counts["copies"] += text != report.text
            for one in made.prints:
                index[one].append(len(rows))
            rows.append((report, text))
    return counts


def test_forms_that_differ_in_names_only_are_not_merged(outcomes: Counter[str]) -> None:
    assert outcomes["rows"] > 400
    assert outcomes["wrong"] <= 0.005 * outcomes["rows"]


@pytest.mark.parametrize("families", [FRESH, DESKS, LATER], ids=["fresh", "desks", "later"])
def test_neither_are_forms_written_after_the_rules(families: Families) -> None:
    """`dedup_robust` has the figures; what is left differs in one value of the same town and day."""
    judge, rows, index = Judge(), list[Report](), defaultdict[int, list[int]](list)
    wrong = 0
    for report in reports(each=12, seed=7, families=families):
        made = fingerprint(report.text)
        shared = Counter(number for one in made.prints for number in index[one])
        near = tuple(candidate(rows[number].text, id=number) for number, _ in shared.most_common(6))
        wrong += isinstance(judge(article(report.text), made, Known(near=near)), Copy)
        for one in made.prints:
            index[one].append(len(rows))
        rows.append(report)
    assert len(rows) >= 190
    assert wrong <= 0.01 * len(rows)


def test_copies_of_such_reports_are_still_found(outcomes: Counter[str]) -> None:
    assert outcomes["right"] >= 0.95 * outcomes["copies"]
