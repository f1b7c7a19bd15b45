"""OFX text cut into tags and values, in one linear pass: OFX 1 (SGML) and OFX 2 (XML) alike.

Here: comments, CDATA, instructions, entities, tags, line numbers, refused declarations. Not
here: bytes and charsets (ofx_text.py), which tag closes which (ofx_tree.py), meaning.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from ledgerflow.core.errors import UnreadableFile

Token = tuple[str, str, int]
"""(NAME or /NAME in capitals, the text that follows, unescaped and stripped; 1-based line)."""

CHUNK = 1 << 20

# Possessive quantifiers: a failed match gives nothing back, so every "<" is looked at once.
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9_.:-]*+)(\s[^<>]*+|/)?+>")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
_END = {"<!--": "-->", "<![C": "]]>", "<?": "?>"}


def scrub(text: str) -> str:
    """Take comments and instructions out and turn CDATA into escaped text; lines stay lines.

    Raises UnreadableFile on a DOCTYPE or ENTITY declaration and on a comment without an end.
    """
    if "<!" not in text and "<?" not in text:
        return text
    parts: list[str] = []
    done = 0
    for match in re.finditer(r"<[!?]", text):
        start = match.start()
        if start < done:
            continue
        opener = _opener(text, start)
        if not opener:
            continue
        end = text.find(_END[opener], start + len(opener))
        if end < 0:
            raise _unended(text, start)
        inside = text[start + len(opener) : end]
        parts += (text[done:start], _cdata(inside) if opener == "<![C" else _newlines(inside))
        done = end + len(_END[opener])
    parts.append(text[done:])
    return "".join(parts)


def _opener(text: str, start: int) -> str:
    if text.startswith("<!--", start):
        return "<!--"
    if text.startswith("<![CDATA[", start):
        return "<![C"
    if text.startswith("<?", start):
        return "<?" if text[start + 2 : start + 3].isalpha() else ""
    found = _DECLARATION.match(text, start)
    if found:
        line = text.count("\n", 0, start) + 1
        raise UnreadableFile(
            f"Line {line}: the file declares {found[1].upper()}; OFX files have no such part.",
            code="ofx_declaration",
            hint="Statements never need declarations and they can be used for attacks: "
            "download the file again from the bank itself.",
            extra={"line": line},
        )
    return ""


def _cdata(inside: str) -> str:
    inside = inside.removeprefix("DATA[")
    return inside.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _newlines(inside: str) -> str:
    return "\n" * inside.count("\n")


def _unended(text: str, start: int) -> UnreadableFile:
    line = text.count("\n", 0, start) + 1
    return UnreadableFile(
        f"Line {line}: {text[start : start + 20]!r} begins and never ends: the file is cut off.",
        code="ofx_truncated",
        hint="Download the statement again; nothing of it was read.",
        extra={"line": line},
    )


def unescape(text: str) -> str:
    """Turn entities into characters; what is no entity (as in "AT&T") stays as it is."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        found = html5.get(name + ";", match[0])
        return " " if found == "\xa0" else found
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    is_text = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return chr(code) if is_text else match[0]


def tokens(text: str, known: frozenset[str], *, capitals: bool, line: int = 1) -> Iterator[Token]:
    """Cut scrubbed text into tokens; text before the first tag is left out.

    A "<" that starts no tag is text. So is a tag in small letters that is not `known` where
    the file writes its own tags in `capitals` (a memo such as "paid <by card>"). `line` is
    the text's first.
    """
    pending: Token | None = None
    added: list[str] = []
    for before, name, rest, value in _pieces(text):
        if before is not None:
            line += before.count("\n")
            continue
        upper = name.upper() if name not in known else name
        if upper is not name:
            if ":" in upper:
                upper = ("/" if upper[0] == "/" else "") + upper.rpartition(":")[2]
            if capitals and name != upper and upper.removeprefix("/") not in known and pending:
                added += (f"<{name}{rest or ''}>", value)
                line += value.count("\n") + (rest.count("\n") if rest else 0)
                continue
        if pending:
            yield _joined(pending, added) if added else pending
        pending = (upper, clean(value), line)
        if rest:
            line += rest.count("\n")
            if rest[-1] == "/" and upper[0] != "/":
                yield (upper, "", line)
                pending = ("/" + upper, clean(value), line)
        line += value.count("\n")
    if pending:
        yield _joined(pending, added) if added else pending


def _joined(token: Token, added: list[str]) -> Token:
    """The token with the text that only looked like tags; empties `added`."""
    name, value, line = token
    text = clean("".join(added))
    added.clear()
    return name, f"{value} {text}".strip(), line


def clean(value: str) -> str:
    """A value as it is meant: entities unescaped, stripped, on one line."""
    value = value.strip()
    if not value:
        return ""
    if "&" in value:
        value = unescape(value).strip()
    return " ".join(value.split()) if "\n" in value or "\t" in value else value


def _pieces(text: str) -> Iterator[tuple[str | None, str, str | None, str]]:
    """(text before the first tag or None, name, rest, value); a megabyte at a time."""
    start = 0
    while start < len(text):
        cut = _TAG.search(text, start + CHUNK)
        end = cut.start() if cut else len(text)
        parts = _TAG.split(text[start:end])
        if parts[0]:
            yield parts[0], "", None, ""
        for at in range(1, len(parts), 3):
            yield None, parts[at], parts[at + 1], parts[at + 2]
        start = end
