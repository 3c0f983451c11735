"""From one memory of a site and one page's observation to the next memory. Pure; `at` is the clock.

The learning side of the site memory (spec extraction § 3.3): templates are told apart by their marks, a
wrapper is induced from a few pages, tried beside the teacher, used, audited, and retired after two failures.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from crawler.extract.clocks import MAX_CLOCKS
from crawler.extract.induce import induce, widened
from crawler.extract.recurring import count_lines
from crawler.extract.sitememory import Agreement, Former, Observation, SiteMemory, Template
from crawler.extract.sketch import likeness, unpack_sketch
from crawler.extract.wrapper import Wrapper

__all__ = ["observe"]

SAME_TEMPLATE = 0.5
LEARN_FROM = 3
MAX_SKETCHES = 6
MAX_LENGTHS = 16
MAX_LANGUAGES = 5
MAX_TEMPLATES = 6
MAX_FORMER = 3
MAX_RECENT = 12
TRIALS = 2
TRIAL_AGREES = 0.999
"""A wrapper must read its trial pages as the teacher does, to the line."""
AUDIT_AGREES = 0.8
FAILURES = 2
NEW_IN_A_ROW = 3
HARD = 12
"""A template that taught no wrapper in so many pages is tried once in so many."""


def observe(memory: SiteMemory, seen: Observation, *, at: datetime, new_story: bool = True) -> SiteMemory:
    """Return the memory after one more article of the site, read at `at`.

    `new_story` is False for a page whose text was known already (a copy, a revision, the same page again), so
    that its lines are not counted twice.
    """
    lines = count_lines(memory.lines, seen.lines) if new_story else memory.lines
    if seen.clock and new_story:
        memory = replace(memory, clocks=(*memory.clocks, seen.clock)[-MAX_CLOCKS:])
    if seen.template is None and seen.sketch is None:
        return replace(memory, lines=lines, pages=memory.pages + 1)
    template = _matching(memory, seen) or _new_template(memory, seen, at)
    after = _after_teacher(template, seen, at) if seen.sketch else _after_wrapper(template)
    lengths = (*after.lengths, seen.chars)[-MAX_LENGTHS:]
    after = replace(after, pages=after.pages + 1, last_seen=at, lengths=lengths)
    others = sorted((one for one in memory.templates if one.id != after.id), key=lambda one: one.last_seen)
    known = replace(
        memory,
        pages=memory.pages + 1,
        templates=(*others[-(MAX_TEMPLATES - 1) :], after),
        lines=lines,
        recent=(*memory.recent, after.id)[-MAX_RECENT:],
    )
    return replace(known, redesigned_at=_redesign(memory, known, at))


def _matching(memory: SiteMemory, seen: Observation) -> Template | None:
    """The template a page belongs to: the one that read it, else the likest."""
    if seen.template:
        return next((one for one in memory.templates if one.id == seen.template), None)
    likest = max(memory.templates, key=lambda one: likeness(one.signature, seen.signature), default=None)
    if likest is None or likeness(likest.signature, seen.signature) < SAME_TEMPLATE:
        return None
    return likest


def _new_template(memory: SiteMemory, seen: Observation, at: datetime) -> Template:
    numbers = [int(one.id) for one in memory.templates]
    return Template(
        id=str(max(numbers, default=0) + 1), signature=seen.signature, first_seen=at, last_seen=at
    )


def _after_wrapper(template: Template) -> Template:
    return replace(template, failures=0, since_audit=template.since_audit + 1)


def _after_teacher(template: Template, seen: Observation, at: datetime) -> Template:
    """Judge the template's wrappers by the teacher's text; learn from the page."""
    if seen.sketch is None:
        return template
    template = replace(
        template,
        sketches=(*template.sketches, seen.sketch)[-MAX_SKETCHES:],
        signature=seen.signature or template.signature,
        languages=(*template.languages, seen.language)[-MAX_LANGUAGES:],
        scores=template.scores if seen.score is None else (*template.scores, seen.score)[-MAX_LANGUAGES:],
        since_audit=0,
    )
    return (
        _tried(template, seen, at)
        if template.wrapper is None
        else _judged(template, template.wrapper, seen, at)
    )


def _judged(template: Template, wrapper: Wrapper, seen: Observation, at: datetime) -> Template:
    """A page the wrapper in use did not read, or that was audited: does it agree with the teacher?"""
    found = seen.agreements.get(wrapper.id, Agreement())
    if seen.sketch is not None and found.share >= AUDIT_AGREES:
        return replace(
            template,
            failures=0,
            sketches=(),
            wrapper=widened(wrapper, unpack_sketch(seen.sketch)),
            bodies=max(template.bodies, found.bodies if found.share >= TRIAL_AGREES else 0),
        )
    if template.failures + 1 < FAILURES:
        return replace(template, failures=template.failures + 1, sketches=template.sketches[-1:])
    former = Former(wrapper=wrapper, learned=template.learned or at, retired=at)
    return replace(
        template,
        wrapper=None,
        learned=None,
        failures=0,
        former=(*template.former, former)[-MAX_FORMER:],
        sketches=template.sketches[-FAILURES:],
        lengths=template.lengths[1 - FAILURES :],
    )


def _tried(template: Template, seen: Observation, at: datetime) -> Template:
    """A page of a template without a wrapper: a former one fits again, the one on trial passes, or learn."""
    for former in template.former:
        found = seen.agreements.get(former.wrapper.id, Agreement())
        if found.share >= TRIAL_AGREES:
            rest = tuple(one for one in template.former if one is not former)
            return _in_use(replace(template, former=rest, bodies=found.bodies), former.wrapper, at)
    trial = template.trial
    found = seen.agreements.get(trial.id, Agreement()) if trial else Agreement()
    if trial is not None and found.share >= TRIAL_AGREES:
        template = replace(template, bodies=max(template.bodies, found.bodies), passed=template.passed + 1)
        return template if template.passed < TRIALS else _in_use(template, trial, at)
    if len(template.sketches) < LEARN_FROM or (template.pages > HARD and template.pages % HARD):
        return replace(template, trial=None, passed=0, bodies=1)
    trial = induce([unpack_sketch(one) for one in template.sketches])
    return replace(template, trial=trial, passed=0, bodies=1)


def _in_use(template: Template, wrapper: Wrapper, at: datetime) -> Template:
    return replace(template, wrapper=wrapper, learned=at, trial=None, passed=0, failures=0, sketches=())


def _redesign(before: SiteMemory, now: SiteMemory, at: datetime) -> datetime | None:
    """When the site was last redesigned: a wrapper was retired, or only new templates are seen any more."""
    latest = now.templates[-1]
    old = next((one for one in before.templates if one.id == latest.id), None)
    if old is not None and old.wrapper is not None and latest.wrapper is None:
        return at
    last = set(now.recent[-NEW_IN_A_ROW:])
    fresh = [one for one in now.templates if one.id in last]
    left = [one for one in now.templates if one.id not in last and one.pages >= LEARN_FROM]
    if len(now.recent) < NEW_IN_A_ROW or not left:
        return now.redesigned_at
    since = min(one.first_seen for one in fresh)
    if all(one.last_seen < since for one in left):
        return since
    return now.redesigned_at
