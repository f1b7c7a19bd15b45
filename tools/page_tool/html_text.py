"""A page of HTML as the text that a reader sees: its title, then its lines.

Here: which elements are shown, where lines end, where enough is read. Not here: tags (tags.py),
bytes (charset.py). What is hidden from people is left out, for it may be meant for machines only.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from tools.page_tool.tags import Piece, attributes, pieces
from tools.plaintext import shortened, unescaped, visible

TITLE_LONGEST = 200
PIECES_MOST = 50_000
"""Texts and tags that are looked at, several times what a large page has before its end."""
VOID = frozenset({
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
NOT_SHOWN = frozenset({
    "script", "style", "template", "nav", "head", "noscript", "iframe", "noembed", "noframes",
    "object", "svg", "canvas", "audio", "video", "select", "datalist", "textarea", "button",
    "dialog", "math", "map",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "td", "th", "tr", "ul",
})  # fmt: skip
ENDS_ITS_LIKE = frozenset({"p", "li", "dt", "dd", "tr", "td", "th"})
"""An element of these just before one of the same name ends without saying so."""

IN_HEADS = frozenset({"title", "meta", "link", "style", "script", "base", "noscript", "template"})

MAY_HIDE = re.compile(r"hidden|style", re.I)
STYLE_HIDES = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    r"|(?:opacity|font-size):0(?:\.0*)?(?:[a-z%]+)?(?:[;!]|$)"
)


@dataclass(frozen=True, slots=True)
class PageText:
    """`title` is one line, `text` lines without empty ones; `was_cut` where there was more."""

    title: str
    text: str
    was_cut: bool


@dataclass(slots=True)
class _Reader:
    """The open elements and what was read so far."""

    longest: int
    open_names: list[str] = field(default_factory=list)
    open_counts: Counter[str] = field(default_factory=Counter)
    hidden_from: int | None = None
    in_title: bool = False
    title: str = ""
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0

    def take(self, piece: Piece) -> None:
        """Read one piece."""
        if piece.kind == "text":
            self._text(piece.text)
        elif piece.kind == "start":
            self._start(piece.name, piece.text)
        else:
            self._end(piece.name)

    def end_line(self) -> None:
        """What was read since the last line becomes one, unless it is empty."""
        line = visible(unescaped("".join(self.words)))
        self.words.clear()
        if line:
            self.lines.append(line)
            self.length += len(line) + 1

    def _text(self, text: str) -> None:
        if self.in_title:
            self.title = self.title or shortened(visible(unescaped(text)), TITLE_LONGEST)
        elif self.hidden_from is None:
            self.words.append(text)
            if len(text) > self.longest or len(self.words) > self.longest:
                self.end_line()

    def _start(self, name: str, inside: str) -> None:
        if name in BLOCKS:
            self.end_line()
        if name in ENDS_ITS_LIKE and self.open_names[-1:] == [name]:
            self._pop()
        if self.open_counts["head"] and name not in IN_HEADS:
            self._end("head")
        self.in_title = name == "title" and not self.title
        if name in VOID:
            return
        self.open_names.append(name)
        self.open_counts[name] += 1
        if self.hidden_from is None and (name in NOT_SHOWN or _hides(inside)):
            self.hidden_from = len(self.open_names)

    def _end(self, name: str) -> None:
        if name in BLOCKS:
            self.end_line()
        self.in_title = False
        while self.open_counts[name]:
            if self._pop() == name:
                return

    def _pop(self) -> str:
        name = self.open_names.pop()
        self.open_counts[name] -= 1
        if self.hidden_from is not None and len(self.open_names) < self.hidden_from:
            self.hidden_from = None
        return name


def _hides(text: str) -> bool:
    """True where the attributes of a tag keep its element from being seen."""
    if not MAY_HIDE.search(text):
        return False
    found = attributes(text)
    style = "".join(found.get("style", "").lower().split())
    return (
        found.get("hidden", "until-found") != "until-found"
        or found.get("aria-hidden", "").lower() == "true"
        or bool(STYLE_HIDES.search(style))
    )


def page_text(html: str, longest: int) -> PageText:
    """The title and the text that is shown, at most `longest` characters of it."""
    reader, looked_at = _Reader(longest), 0
    for looked_at, piece in enumerate(pieces(html), start=1):
        reader.take(piece)
        if reader.length > longest or looked_at == PIECES_MOST:
            break
    reader.end_line()
    text = "\n".join(reader.lines)
    was_cut = len(text) > longest or looked_at == PIECES_MOST
    return PageText(reader.title, shortened(text, longest), was_cut)


def plain_text(text: str, longest: int) -> PageText:
    """The lines of a page that is text already; it has no title."""
    seen = (visible(line) for line in text[: 4 * longest].splitlines())
    kept = "\n".join(line for line in seen if line)
    return PageText("", shortened(kept, longest), len(kept) > longest or len(text) > 4 * longest)
