"""A validation error in an operator's words: which key, what came, what was expected, what was meant.

Between `config.document`, which knows the places, and `config.load`, which collects the problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from config.document import Document, Loc
from config.problem import Problem

__all__ = ["explain_errors", "suggest"]

# What people write from memory of other programs, where spelling alone does not lead to our key.
_SYNONYMS = {
    "atom": "feeds",
    "credit": "name",
    "css": "extract",
    "disabled": "enabled",
    "interval": "every",
    "link": "url",
    "rss": "feeds",
    "schedule": "cron",
    "selector": "follow",
    "title": "name",
}
_EXPECTED = {
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "dict_type": "expected a mapping of keys and values",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "model_type": "expected a mapping of keys and values",
    "string_type": "expected text",
    "tuple_type": "expected a list, such as [one, two]",
}
_COMPARED = {
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
}


def explain_errors(
    error: ValidationError, model: type[BaseModel], document: Document, *, label: str, at: tuple[Loc, ...]
) -> Iterator[Problem]:
    """Yield a problem for each error of `model`.

    `at` are the places in `document` whose mappings were merged into the validated one, first the one that
    wins: the source's own, then its file's defaults. `label` begins each message, such as "source 'x': ".
    """
    seen: set[tuple[Loc, str]] = set()
    known = {problem.place for problem in document.problems}  # such as a reference to nothing
    for item in error.errors(include_url=False, include_input=False):
        loc: Loc = item["loc"]
        is_key = item["type"] == "extra_forbidden"
        base = next((base for base in at if document.has((*base, *loc[:1]))), at[0])
        node = document.node_at((*base, *loc))
        place = document.place_of((*base, *loc), key=is_key)
        message = label + _message(dict(item), loc, model, node)
        if (loc[:1], message) not in seen and place not in known:
            seen.add((loc[:1], message))
            yield Problem(place=place, message=message)


def suggest(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)" for the known name nearest to `name`, or nothing."""
    names = list(known)
    synonym = _SYNONYMS.get(name.lower())
    nearest = [synonym] if synonym in names else get_close_matches(name.lower(), names, n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""


def _message(item: dict[str, Any], loc: Loc, model: type[BaseModel], node: Node | None) -> str:
    kind = item["type"]
    if kind in {"extra_forbidden", "missing"}:
        key = str(loc[-1])
        around = _path(loc[:-1]) + ": " if len(loc) > 1 else ""
        if kind == "missing":
            return f"{around}the key {key!r} is missing"
        return f"{around}unknown key {key!r}{suggest(key, _keys(model, loc[:-1]))}"
    came = "" if not loc else f"{_path(loc)}: {_came(node)}: "
    return came + _expectation(kind, item, node)


def _expectation(kind: str, item: dict[str, Any], node: Node | None) -> str:
    context = item.get("ctx", {})
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind in _COMPARED:
        return _COMPARED[kind].format_map(context)
    if kind == "literal_error":
        names = [name.strip("'") for name in context["expected"].replace(" or ", ", ").split(", ")]
        hint = suggest(node.value, names) if isinstance(node, ScalarNode) else ""
        return f"expected {context['expected']}{hint}"
    if kind == "value_error":
        return str(context["error"])
    return str(item["msg"])


def _came(node: Node | None) -> str:
    """Return what stands in the file: the text as written, never what a reference stands for."""
    if isinstance(node, ScalarNode):
        text = str(node.value)
        return repr(text if len(text) <= 80 else text[:79] + "…")
    return "a mapping" if isinstance(node, MappingNode) else "a list"


def _path(loc: Loc) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc).lstrip(".")


def _keys(model: type[BaseModel], loc: Loc) -> Iterable[str]:
    """Return the keys that `model` knows at `loc`."""
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            model = _model_in(model.model_fields[step].annotation) or model
    return model.model_fields


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
