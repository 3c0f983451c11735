"""Reads files for one load, remembering which, and collects every problem met on the way.

Shared by `config.load` and `config.gather`; the only place that opens a config file for reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from config.document import MAX_BYTES, Document, Loc, parse_document
from config.explain import explain_errors
from config.problem import Place, Problem

__all__ = ["Reading"]

M = TypeVar("M", bound=BaseModel)


class Reading:
    """One pass over an operator's files. `edited` holds text to take instead of a file's own."""

    def __init__(self, edited: Mapping[Path, bytes]) -> None:
        self.edited = {path.resolve(): body for path, body in edited.items()}
        self.files: list[Path] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def body_of(self, path: Path) -> bytes | None:
        """Return the bytes of `path`; None where there are none to read, noted unless it is just missing."""
        self.files.append(path)
        if path.resolve() in self.edited:
            return self.edited[path.resolve()]
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            self.report(Place(file=path), f"cannot be read: {error.strerror}")
            return None

    def document_of(self, path: Path, body: bytes) -> Document:
        """Return `body` parsed, its problems and the files it refers to noted."""
        document = parse_document(path, body)
        self.problems.extend(document.problems)
        self.files.extend(document.secrets)
        return document

    def valid(
        self, model: type[M], data: object, document: Document, *, label: str, at: tuple[Loc, ...]
    ) -> M | None:
        """Return `data` as a `model`; where that cannot be, note why and return None."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems.extend(explain_errors(error, model, document, label=label, at=at))
            return None

    def report(self, place: Place, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place=place, message=message))
