"""Known news sources: names and addresses, checked to be live once, as a start for an operator's own list.

`catalogue.tsv` holds facts only: id, name, url, feed, language, country. Feeds come and go: expect a tenth
of them to fail.
"""

from __future__ import annotations

import csv
from importlib.resources import files

from config.model import Listing, Source

__all__ = ["load_catalogue"]


def load_catalogue() -> tuple[Source, ...]:
    """Return the catalogue in its order, Arabic first; each source sets only what is known of it."""
    text = files("config").joinpath("catalogue.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_source(row) for row in rows)


def _source(row: dict[str, str]) -> Source:
    known = {key: row[key] for key in ("id", "name", "url", "language", "country") if row[key]}
    lists: dict[str, object] = {"feeds": (row["feed"],)} if row["feed"] else {}
    if row["listing"]:
        lists["listings"] = (Listing(url=row["listing"], follow=row["follow"] or None),)
    return Source.model_validate({**known, **lists})
