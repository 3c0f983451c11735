"""One YAML 1.2 file as plain data, with the place of every key and value at hand.

Below `config.load` and `config.edit`. Scalars stay text: the models know which values are numbers or flags,
so `NO` is a country and `1.10` a name, and no YAML tag can make an object. Blank values are left out.
Size, depth and number of nodes (aliases counted as often as they are used) are limited.
"""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.problem import Place, Problem

__all__ = ["MAX_BYTES", "Document", "Loc", "parse_document"]

Loc = tuple[str | int, ...]

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 16
MAX_NODES = 5_000_000
MAX_SECRET_BYTES = 64 * 1024
_REFERENCE = re.compile(r"\$\{(env|file):([^{}]+)\}")
_NULL = "tag:yaml.org,2002:null"
_KINDS = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge")
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in _KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed file. `data` is None where the file is empty or no YAML; `secrets` are files it refers to."""

    path: Path
    root: Node | None
    data: object
    problems: tuple[Problem, ...]
    secrets: tuple[Path, ...] = ()

    def node_at(self, loc: Loc) -> Node | None:
        """Return the node at `loc`, or the nearest one around it."""
        node = self.root
        for step in loc:
            inner = _child(node, step)
            if inner is None:
                break
            node = inner
        return node

    def has(self, loc: Loc) -> bool:
        """Return whether a value stands at exactly `loc`."""
        return self.node_at(loc) is not self.node_at(loc[:-1])

    def place_of(self, loc: Loc, *, key: bool = False) -> Place:
        """Return where the value at `loc` begins (or its key), or what stands nearest around it."""
        node = self.node_at(loc)
        if key and loc:
            around = self.node_at(loc[:-1])
            pairs = around.value if isinstance(around, MappingNode) else []
            node = next((name for name, _ in pairs if name.value == loc[-1]), node)
        return _place(self.path, node)


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for name, value in node.value if name.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        inner: Node = node.value[step]
        return inner
    return None


def _place(path: Path, node: Node | None) -> Place:
    if node is None:
        return Place(file=path)
    return Place(file=path, line=node.start_mark.line + 1, column=node.start_mark.column + 1)


def parse_document(path: Path, body: bytes) -> Document:
    """Return the file `path` whose bytes are `body`; whatever is wrong stands in its `problems`.

    Reads what `${env:NAME}` and `${file:PATH}` refer to; a relative PATH is beside the file.
    """
    root: Node | None = None
    try:
        root = _compose(_decode(path, body))
    except _Bad as bad:
        return Document(path=path, root=None, data=None, problems=(bad.problem,))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file=path, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=path)
        message = f"not YAML: {error.problem or error.context}"
    except YAMLError as error:
        place, message = Place(file=path), f"not YAML: {str(error).splitlines()[0]}"
    except RecursionError:
        place, message = Place(file=path), f"nested deeper than {MAX_DEPTH}"
    else:
        return _Reader(path).read(root)
    return Document(path=path, root=None, data=None, problems=(Problem(place=place, message=message),))


class _Bad(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(place=place, message=message)


def _decode(path: Path, body: bytes) -> str:
    if len(body) > MAX_BYTES:
        raise _Bad(Place(file=path), f"larger than {MAX_BYTES // 2**20} MiB")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        place = Place(file=path, line=before.count(b"\n") + 1, column=column)
        raise _Bad(place, f"expected UTF-8, got the byte 0x{body[error.start]:02x}") from error


def _compose(text: str) -> Node | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ruamel warns of an anchor defined twice; YAML allows it
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


class _Reader:
    """Turns nodes into plain data, collecting problems on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.secrets: list[Path] = []
        self.nodes = 0

    def read(self, root: Node | None) -> Document:
        data: object = None
        try:
            data = self._plain(root, depth=0) if root is not None else None
        except _Bad as bad:
            self.problems.append(bad.problem)
        return Document(
            path=self.path,
            root=root,
            data=data,
            problems=tuple(self.problems),
            secrets=tuple(self.secrets),
        )

    def _plain(self, node: Node, *, depth: int) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Bad(_place(self.path, node), f"more than {MAX_NODES} values, aliases included")
        if depth > MAX_DEPTH:
            raise _Bad(_place(self.path, node), f"nested deeper than {MAX_DEPTH}")
        if node.tag not in _TAGS:
            self._report(node, f"the YAML tag {node.tag!r} is not allowed here")
        if isinstance(node, MappingNode):
            return self._mapping(node, depth=depth)
        if isinstance(node, SequenceNode):
            return [self._plain(inner, depth=depth + 1) for inner in node.value]
        return self._scalar(node)

    def _mapping(self, node: MappingNode, *, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        first: dict[str, Node] = {}
        for name, inner in node.value:
            if not isinstance(name, ScalarNode):
                self._report(name, "expected a key, got a list or a mapping")
            elif name.value in first:
                place = _place(self.path, first[name.value])
                self._report(name, f"the key {name.value!r} is given twice, first at {place}")
            else:
                first[name.value] = name
                data[name.value] = self._plain(inner, depth=depth + 1)
        return data

    def _scalar(self, node: Node) -> str | None:
        if node.tag == _NULL:
            return None
        return _REFERENCE.sub(lambda match: self._referred(node, match[1], match[2]), node.value)

    def _referred(self, node: Node, kind: str, name: str) -> str:
        """Return what a reference stands for; if it stands for nothing, report that and return nothing."""
        if kind == "env":
            value = os.environ.get(name)
            if value is None:
                self._report(node, f"the environment variable {name!r} is not set")
            return value or ""
        path = self.path.parent / name
        self.secrets.append(path)
        try:
            with path.open("rb") as file:
                return file.read(MAX_SECRET_BYTES).decode().strip()
        except (OSError, ValueError) as error:
            self._report(node, f"cannot read the file {name!r}: {getattr(error, 'strerror', None) or error}")
            return ""

    def _report(self, node: Node, message: str) -> None:
        self.problems.append(Problem(place=_place(self.path, node), message=message))
