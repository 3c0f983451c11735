"""The JSON Schema of the config files, for editors; `schema.json` beside an operator's files is this text.

Made from the models, so it cannot lag behind them. One schema serves both files: a file with `sources`,
`include` or `defaults` is a file of sources, any other holds settings.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from config.model import Settings, SourcesFile

__all__ = ["schema_text", "to_schema"]


def to_schema() -> dict[str, Any]:
    """Return the schema as plain data."""
    _, schema = models_json_schema([(SourcesFile, "validation"), (Settings, "validation")])
    definitions: dict[str, Any] = _without_titles(schema["$defs"])
    for definition in definitions.values():
        for name, value in definition.get("properties", {}).items():
            if "$ref" in value:  # a blank group, such as `fetch:` with all its keys commented out
                definition["properties"][name] = _or_null(value)
    source = definitions["Source"]
    del source["required"]
    source["anyOf"] = [{"required": ["url"]}, {"required": ["id"]}]
    is_sources = [{"required": [key]} for key in ("sources", "include", "defaults")]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of naba",
        "if": {"anyOf": is_sources},
        "then": {"$ref": "#/$defs/SourcesFile"},
        "else": {"$ref": "#/$defs/Settings"},
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the schema as the text of `schema.json`."""
    return json.dumps(to_schema(), indent=2, ensure_ascii=False) + "\n"


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    rest = {key: inner for key, inner in value.items() if key != "$ref"}
    return {"anyOf": [{"$ref": value["$ref"]}, {"type": "null"}], **rest}


def _without_titles(value: Any) -> Any:
    """Drop the titles that pydantic makes of names: they say nothing an editor would show."""
    if isinstance(value, dict):
        return {
            key: _without_titles(inner)
            for key, inner in value.items()
            if not (key == "title" and isinstance(inner, str))
        }
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value
