"""How news systems write the lines of a body: the same lines in a dozen kinds of markup.

Between `story` and `systems`. Lines of furniture that stand among the paragraphs pass through here too, in
the same markup: that is what makes them hard to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["STYLES", "Item", "render", "tag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in the flow of a body. `kind`: p, h, q, li as in a story; `line` furniture written like a
    paragraph (`html`); `box` furniture with markup of its own (`html`)."""

    kind: str
    text: str = ""
    html: str = ""

    def inner(self) -> str:
        """The inner HTML."""
        return self.html or escape(self.text, quote=False)


def tag(selector: str, inner: str, attributes: str = "") -> str:
    """Wrap `inner` in the element a short selector such as `div.post-meta#top` describes."""
    name, _, rest = selector.partition(".")
    name, _, own_id = name.partition("#")
    classes, _, later_id = rest.partition("#")
    parts = [name or "div"]
    if classes:
        parts.append(f'class="{classes.replace(".", " ")}"')
    if own_id or later_id:
        parts.append(f'id="{own_id or later_id}"')
    if attributes:
        parts.append(attributes)
    return f"<{' '.join(parts)}>{inner}</{parts[0]}>"


def render(style: str, items: list[Item], rng: random.Random) -> str:
    """Write the items in one of `STYLES`."""
    return STYLES[style](items, rng)


def _flow(
    items: list[Item], paragraph: Callable[[str], str], heading: str, quotation: str = "blockquote"
) -> str:
    """Items with an element of their own; list items that follow one another share a list."""
    out: list[str] = []
    listed: list[str] = []
    for item in [*items, Item(kind="end")]:
        if item.kind == "li":
            listed.append(f"<li>{item.inner()}</li>")
            continue
        if listed:
            out.append(f"<ul>{''.join(listed)}</ul>")
            listed = []
        if item.kind == "h":
            out.append(heading.format(item.inner()))
        elif item.kind == "q" and quotation:
            out.append(f"<{quotation}>{item.inner()}</{quotation}>")
        elif item.kind == "box":
            out.append(item.html)
        elif item.kind != "end":
            out.append(paragraph(item.inner()))
    return "\n".join(out)


def _breaks(items: list[Item], rng: random.Random, between: str) -> str:
    """Items as bare text with breaks between; headings in bold, list items with a dash."""
    out: list[str] = []
    for item in items:
        if item.kind == "h":
            out.append(f"<b>{item.inner()}</b>{between}")
        elif item.kind == "box":
            out.append(item.html)
        else:
            out.append(f"{item.inner()}{between}")
    text = "\n".join(out) if rng.random() < 0.5 else "".join(out)
    return text.removesuffix(between) if rng.random() < 0.5 else text


def _plain(items: list[Item], rng: random.Random) -> str:
    return _flow(
        items,
        lambda inner: f"<p>{inner}</p>",
        rng.choice(("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>")),
    )


def _aligned(items: list[Item], rng: random.Random) -> str:
    style = rng.choice(
        ('style="text-align: justify;"', 'dir="rtl" style="text-align:right"', 'align="right"', 'dir="RTL"')
    )
    blank = "<p>&nbsp;</p>" if rng.random() < 0.3 else ""
    return _flow(
        items, lambda inner: f"<p {style}>{inner}</p>{blank}", f"<p {style}><strong>{{}}</strong></p>", ""
    )


def _spanned(items: list[Item], rng: random.Random) -> str:
    size = rng.randint(14, 20)
    space = "&nbsp;" if rng.random() < 0.5 else ""
    return _flow(
        items,
        lambda inner: f'<p><span style="font-size:{size}px;">{inner}{space}</span></p>',
        f'<p><span style="font-size:{size}px;"><strong>{{}}</strong></span></p>',
    )


def _word(items: list[Item], rng: random.Random) -> str:
    font = "font-size:14.0pt;line-height:115%;font-family:&quot;Simplified Arabic&quot;"
    open_span = f'<span lang="AR-SA" style="{font}">'

    def paragraph(inner: str) -> str:
        spaced = inner if "<" in inner else _with_spaces(inner, rng)
        attributes = 'class="MsoNormal" dir="RTL" style="text-align:justify"'
        return f"<p {attributes}>{open_span}{spaced}<o:p></o:p></span></p>"

    return _flow(items, paragraph, f'<p class="MsoNormal" dir="RTL"><b>{open_span}{{}}</span></b></p>', "")


def _with_spaces(text: str, rng: random.Random) -> str:
    """Some spaces as `&nbsp;` and spans cut in the middle of a sentence."""
    words = text.split(" ")
    glued = "".join(word + ("&nbsp;" if rng.random() < 0.12 else " ") for word in words[:-1]) + words[-1]
    cut = glued.find(" ", len(glued) // 2)
    return f'{glued[:cut]}</span><span dir="RTL">{glued[cut:]}' if cut > 0 and rng.random() < 0.5 else glued


def _divs(items: list[Item], rng: random.Random) -> str:
    blank = rng.choice(("", "<div><br></div>", "<div>&nbsp;</div>"))
    style = rng.choice(("", ' dir="rtl"', ' style="text-align: right;" dir="rtl"'))
    return _flow(
        items, lambda inner: f"<div{style}>{inner}</div>{blank}", f"<div{style}><b>{{}}</b></div>", ""
    )


def _deep_divs(items: list[Item], rng: random.Random) -> str:
    return _flow(
        items,
        lambda inner: f'<div dir="auto"><div dir="auto"><span>{inner}</span></div></div>',
        "<div><strong>{}</strong></div>",
        "",
    )


def _single(items: list[Item], rng: random.Random) -> str:
    return _breaks(items, rng, rng.choice(("<br>", "<br />", "<br/>")))


def _double(items: list[Item], rng: random.Random) -> str:
    return _breaks(items, rng, rng.choice(("<br><br>", "<br />\n<br />", "<br/>&nbsp;<br/>")))


def _one_paragraph(items: list[Item], rng: random.Random) -> str:
    flat = [item for item in items if item.kind != "box"]
    boxes = "".join(item.html for item in items if item.kind == "box")
    return f"<p>{_breaks(flat, rng, '<br />')}</p>{boxes}"


def _fonts(items: list[Item], rng: random.Random) -> str:
    between = rng.choice(("<br>", "<br><br>"))
    return (
        f'<font face="Arial" size="{rng.randint(3, 5)}" color="#000000">{_breaks(items, rng, between)}</font>'
    )


def _headed(items: list[Item], rng: random.Random) -> str:
    level = rng.choice((3, 4))
    return _flow(items, lambda inner: f"<h{level}>{inner}</h{level}>", "<h2>{}</h2>", "")


def _classed(items: list[Item], rng: random.Random) -> str:
    name = rng.choice(("paragraph", "par", "text-block", "c-p", "StoryParagraph"))
    return _flow(items, lambda inner: f'<div class="{name}"><p>{inner}</p></div>', "<h3 class='sub'>{}</h3>")


def _first_bare(items: list[Item], rng: random.Random) -> str:
    if not items or items[0].kind == "box":
        return _plain(items, rng)
    return f"{items[0].inner()}\n{_plain(items[1:], rng)}"


STYLES: dict[str, Callable[[list[Item], random.Random], str]] = {
    "plain": _plain,
    "aligned": _aligned,
    "spanned": _spanned,
    "word": _word,
    "divs": _divs,
    "deep_divs": _deep_divs,
    "single": _single,
    "double": _double,
    "one_paragraph": _one_paragraph,
    "fonts": _fonts,
    "headed": _headed,
    "classed": _classed,
    "first_bare": _first_bare,
}
"""How the lines of a body are marked up; each takes the items and a source of chance."""
