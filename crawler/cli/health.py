"""How a source is doing, in one word with its reason and what to do next (feeds spec § 7)."""

from __future__ import annotations

from dataclasses import dataclass

from storage.crawl import ListState, SourceHealth

__all__ = ["Health", "judge_health"]

_FAILING = 3.0
_GONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of a source: `ok`, `new`, `degraded`, `blocked`, `failing`, `gone` or `disabled`."""

    state: str
    reason: str = ""
    action: str = ""


def judge_health(source: SourceHealth) -> Health:
    """Return the state of a source from what its lists answered last; its best list decides."""
    if not source.source.enabled:
        return Health(state="disabled", reason="not in the config, or enabled: false there")
    if not source.lists:
        return Health(state="new", reason="not polled yet", action=f"naba crawl {source.source.id}")
    best = min(source.lists, key=lambda one: (one.gone_sightings >= _GONE, one.failures))
    worst = max(source.lists, key=lambda one: one.failures)
    if best.failures == 0:
        return Health(state="degraded", **_why(worst)) if worst.failures else Health(state="ok")
    action = f"naba source try {source.source.id}"
    if best.gone_sightings >= _GONE:
        return Health(state="gone", reason="410 Gone", action=f"find its new address: {action}")
    if _is_blocked(best):
        return Health(state="blocked", **_why(best), action=f"see what it answers: {action}")
    return Health(state="failing" if best.failures > _FAILING else "degraded", **_why(best), action=action)


def _is_blocked(state: ListState) -> bool:
    return (state.last_outcome or "").startswith(("blocked:", "failed:http_403", "failed:http_429"))


def _why(state: ListState) -> dict[str, str]:
    said = [part for part in (state.last_outcome, state.last_error) if part]
    return {"reason": f"{': '.join(said) or 'failed'} ({state.url})"}
