"""HTML cut into text and tags, in time proportional to its length whatever it holds.

Here: the scanner. Not here: which of the text is shown (html_text.py). Python's own html.parser
needs time with the square of the length for unclosed comments and tags in many of its versions; a
megabyte of `<!--` would keep it busy for minutes. Here every failed search for an end is made once
for the whole page, and the scanner never goes back.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

TAG_OPENS = re.compile(r"<(/?)([A-Za-z][^\s/<>\0]{0,60})")
QUOTE_OR_END = re.compile(r"[\"'>]")
ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]*))?")
ATTRIBUTES_MOST = 4_000
"""Characters of a tag in which attributes are looked for."""

RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements in which no tag but their own end is read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is "text" (in `text`), "start" or "end" (of `name`; `text` holds attributes)."""

    kind: str
    name: str
    text: str


@dataclass(slots=True)
class _Page:
    html: str
    have_no_end: set[str] = field(default_factory=set)

    def find(self, wanted: str, start: int) -> int:
        """Where `wanted` is next; -1 for good once it was not found."""
        if wanted in self.have_no_end:
            return -1
        found = self.html.find(wanted, start)
        if found < 0:
            self.have_no_end.add(wanted)
        return found

    def end_of_element(self, name: str, start: int) -> int:
        """Where `</name` is next, in upper or lower case; -1 for good once it was not found."""
        if name in self.have_no_end:
            return -1
        found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(self.html, start)
        if found is None:
            self.have_no_end.add(name)
        return found.start() if found else -1

    def end_of_tag(self, start: int) -> int:
        """After the `>` that ends a tag, outside quotes; -1 where no tag ends any more."""
        at = start
        while "quotes" not in self.have_no_end:
            found = QUOTE_OR_END.search(self.html, at)
            if found is None:
                break
            if found[0] == ">":
                return found.end()
            at = self.html.find(found[0], found.end()) + 1
            if not at:
                break
        # A quote stays open to the page's end: from here on, quotes mean nothing.
        self.have_no_end.add("quotes")
        return self.find(">", start) + 1 or -1


def pieces(html: str) -> Iterator[Piece]:
    """Text and tags in their order; comments and declarations are left out."""
    page, at = _Page(html), 0
    while at < len(html):
        opens = html.find("<", at)
        if opens < 0:
            opens = len(html)
        if opens > at:
            yield Piece("text", "", html[at:opens])
            at = opens
            continue
        tag = TAG_OPENS.match(html, at)
        if tag is None:
            at = yield from _no_tag(page, at)
            continue
        end = page.end_of_tag(tag.end())
        if end < 0:
            return  # the page breaks off in a tag
        name, kind = tag[2].lower(), "end" if tag[1] else "start"
        yield Piece(kind, name, html[tag.end() : min(end - 1, tag.end() + ATTRIBUTES_MOST)])
        at = end
        if kind == "start" and name in RAW:
            at = yield from _raw(page, name, at)


def _no_tag(page: _Page, at: int) -> Generator[Piece, None, int]:
    """Past a comment, a declaration or a lone `<`, which is text."""
    html = page.html
    if html.startswith("<!--", at):
        after = page.find("-->", at + 2) + 3
        return after if after > 2 else len(html)
    if html[at + 1 : at + 2] in ("!", "?", "/"):
        return page.find(">", at) + 1 or len(html)
    yield Piece("text", "", "<")
    return at + 1


def _raw(page: _Page, name: str, at: int) -> Generator[Piece, None, int]:
    """The inside of a raw element as one text; a title that never ends is an empty one."""
    end = page.end_of_element(name, at)
    if end < 0:
        return at if name == "title" else len(page.html)
    yield Piece("text", "", page.html[at:end])
    return end


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by name in lower case; "" for one without a value."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), (match[2] or "").strip("\"'").strip())
    return found
