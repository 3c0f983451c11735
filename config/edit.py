"""Adds sources to an operator's file and removes them, every other byte kept as it was written.

Edits lines of text at the places the YAML parser reports, not a re-dumped document: comments, quoting and
alignment stay. The edited text is loaded before it replaces the file, and must say exactly what was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from config.document import Document, parse_document
from config.entry import entry_lines
from config.explain import suggest
from config.load import SOURCES, Config, load
from config.model import Source
from config.problem import ConfigError, Place, Problem
from config.write import write_file

__all__ = ["add_sources", "preview_sources", "remove_source"]


def add_sources(directory: Path, sources: Sequence[Source]) -> Path:
    """Write `sources` after the last one of sources.yaml and return its path.

    Raises `ConfigError`, the file untouched, where the config is broken before or after (an id taken, say).
    """
    text, _ = _added(directory, sources)
    write_file(directory / SOURCES, text.encode())
    return directory / SOURCES


def preview_sources(directory: Path, sources: Sequence[Source]) -> Config:
    """Return the config as it would be with `sources` added, the file's defaults applied; writes nothing.

    Raises `ConfigError` as `add_sources` does.
    """
    return _added(directory, sources)[1]


def _added(directory: Path, sources: Sequence[Source]) -> tuple[str, Config]:
    """Return the text of sources.yaml with `sources` after its last one, and what it says."""
    config = load(directory)
    path = directory / SOURCES
    new = [line for source in sources for line in entry_lines(source)]
    text = _with_entries(path, _text_of(path), new)
    wanted = {*_ids(config), *(source.id for source in sources)}
    return text, _proven(directory, path, text, wanted=wanted)


def remove_source(directory: Path, source_id: str) -> Path:
    """Take the source `source_id` out of the file it stands in and return that file's path.

    Comments above the entry stay, those inside go. Raises `ConfigError` if there is no such source, if it
    comes from an OPML file, or if the config is broken.
    """
    config = load(directory)
    place = config.places.get(source_id)
    if place is None:
        message = f"there is no source {source_id!r}{suggest(source_id, _ids(config))}"
        raise _error(Place(file=directory / SOURCES), message)
    if place.file.suffix.lower() == ".opml":
        raise _error(place, f"source {source_id!r} is listed in an OPML file; remove it there")
    text = _without_entry(place, _text_of(place.file))
    _proven(directory, place.file, text, wanted=_ids(config) - {source_id})
    write_file(place.file, text.encode())
    return place.file


def _proven(directory: Path, path: Path, text: str, *, wanted: set[str]) -> Config:
    """Return the config with `text` as `path`, once it is proven to hold exactly the `wanted` sources."""
    config = load(directory, edited={path: text.encode()})
    if _ids(config) != wanted:
        raise _error(Place(file=path), "the layout is too unusual to be edited by a command; please edit it")
    return config


def _ids(config: Config) -> set[str]:
    return {source.id for source in config.sources}


def _text_of(path: Path) -> str:
    return path.read_bytes().decode()


def _with_entries(path: Path, text: str, entries: Sequence[str]) -> str:
    """Return `text` with the lines `entries` after its last source."""
    document = parse_document(path, text.encode())
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    sequence = _sources_node(document)
    if isinstance(sequence, SequenceNode) and sequence.value:
        if sequence.flow_style:
            message = "sources: is written as [..]; write each source on lines of its own after '- ' first"
            raise _error(document.place_of(("sources",)), message)
        at, indent = _last_line(sequence) + 1, sequence.start_mark.column
    elif sequence is not None:
        line = document.place_of(("sources",), key=True).line - 1
        lines[line] = _without_value(lines[line], sequence)
        at, indent = line + 1, 2
    else:
        lines.append(f"sources:{newline}")
        at, indent = len(lines), 2
    lines[at:at] = [" " * indent + entry + newline for entry in entries]
    return "".join(lines)


def _without_value(line: str, node: Node) -> str:
    """Return `line` without the `[]` or `null` of an empty list of sources."""
    start, end = node.start_mark, node.end_mark
    if start.index == end.index:  # nothing is written there, and the marks lie further on
        return line
    return line[: start.column].rstrip() + line[end.column :]


def _without_entry(place: Place, text: str) -> str:
    """Return `text` without the entry whose content begins at `place`."""
    sequence = _sources_node(parse_document(place.file, text.encode()))
    if not isinstance(sequence, SequenceNode) or sequence.flow_style:
        raise _error(place, "sources: is not written as a list with '- '; please edit it")
    entry = next(node for node in sequence.value if node.start_mark.line + 1 == place.line)
    lines = text.splitlines(keepends=True)
    column = sequence.start_mark.column
    first = entry.start_mark.line
    while lines[first][column : column + 1] != "-":
        first -= 1
    after = _last_line(entry) + 1
    while after < len(lines) and _is_inner_comment(lines[after], column):
        after += 1
    return "".join(lines[:first] + lines[after:])


def _is_inner_comment(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) > column


def _sources_node(document: Document) -> Node | None:
    return document.node_at(("sources",)) if document.has(("sources",)) else None


def _last_line(node: Node) -> int:
    """Return the number, from 0, of the last line with content of `node`; a parser's end lies further on."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
        pairs = (
            node.value if isinstance(node, SequenceNode) else [inner for pair in node.value for inner in pair]
        )
        return max((_last_line(inner) for inner in pairs), default=int(node.start_mark.line))
    line, column = int(node.end_mark.line), int(node.end_mark.column)
    return line - 1 if column == 0 and line > node.start_mark.line else line


def _error(place: Place, message: str) -> ConfigError:
    return ConfigError([Problem(place=place, message=message)], [place.file])
