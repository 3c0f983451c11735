"""The JSON Schema is current, explains every key, and agrees with the loader."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from config.model import (
    CopySettings,
    ExtractRules,
    ExtractSettings,
    FetchSettings,
    Listing,
    Settings,
    Source,
    SourcesFile,
)
from config.schema import schema_text, to_schema


def test_the_schema_in_the_repository_is_current() -> None:
    """If not: `naba config schema > config/schema.json`."""
    assert files("config").joinpath("schema.json").read_text("utf-8") == schema_text()


def test_every_key_is_explained() -> None:
    for model in (
        SourcesFile,
        Source,
        Listing,
        ExtractRules,
        Settings,
        FetchSettings,
        ExtractSettings,
        CopySettings,
    ):
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


def test_every_key_is_in_the_schema_and_no_other_is_allowed() -> None:
    definitions: dict[str, Any] = to_schema()["$defs"]
    for model in (
        SourcesFile,
        Source,
        Listing,
        ExtractRules,
        Settings,
        FetchSettings,
        ExtractSettings,
        CopySettings,
    ):
        definition = definitions[model.__name__]
        assert definition["properties"].keys() == model.model_fields.keys()
        assert definition["additionalProperties"] is False


def test_a_source_needs_a_url_or_an_id_and_a_group_may_be_blank() -> None:
    definitions: dict[str, Any] = to_schema()["$defs"]
    assert definitions["Source"]["anyOf"] == [{"required": ["url"]}, {"required": ["id"]}]
    assert {"type": "null"} in definitions["Settings"]["properties"]["fetch"]["anyOf"]
    assert definitions["SourceDefaults"]["properties"]["every"]["type"] == "string"
