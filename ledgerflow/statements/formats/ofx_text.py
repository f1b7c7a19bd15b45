"""The bytes of an OFX file as text: byte order marks, declared charsets, what is really there.

Here: decoding and the test whether bytes look like OFX at all. Not here: tags (ofx_tokens.py).
"""

import codecs
import re
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER_BYTES = 2048
_DECLARED = re.compile(
    rb"(?:CHARSET|ENCODING)\s*[:=]\s*[\"']?([A-Z0-9_-]+?)"
    rb"(?=[\"'\s<?]|CHARSET|COMPRESSION|OLDFILEUID|NEWFILEUID|\Z)",
    re.IGNORECASE,
)
_LATIN = {"", "utf-8", "ascii", "cp1252", "iso8859-1"}
_START = re.compile(
    r"\s*(?:<!--.*?-->|<[?!][^>]*>|[A-Z]{4,12}\s*:[^<:\n]*\s|\s)*\s*(?:[A-Z:0-9\s-]*)<OFX[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(r"\s*(?:<!--\s*)?(?:<\?OFX\s|<\?xml[^>]*>\s*<\?OFX\s|OFXHEADER\s*:)", re.I)


@dataclass(frozen=True, slots=True)
class OfxText:
    """Decoded text with line ends as "\\n". `note` says where bytes and declaration differ."""

    text: str
    encoding: str
    declared: str
    note: str = ""


def looks_like_ofx(head: bytes) -> bool:
    """True when the first bytes are an OFX header or lead straight to the <OFX> tag."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            start = head[len(mark) :].decode(codec, "ignore")
            break
    else:
        start = head.decode("latin-1")
    if _HEADER.match(start):
        return True
    at = start.upper().find("<OFX")
    return 0 <= at <= _HEADER_BYTES and bool(_START.match(start[: at + 5].ljust(at + 5)))


def decode(data: bytes, name: str) -> OfxText:
    """Bytes to text. Raises UnreadableFile naming the first byte that is no text."""
    declared = _declared(data)
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.rstrip(b"\0\x1a")  # old downloads are padded with these
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], (codec,), name, declared)
    order: tuple[str, ...] = ("utf-8", "cp1252")
    if declared not in _LATIN:
        order = (declared, *order)
    return _checked(data, order, name, declared)


def _declared(data: bytes) -> str:
    """The charset that header or XML declaration names; "" when none or none that is known."""
    found = ""
    for match in _DECLARED.finditer(data[:_HEADER_BYTES]):
        word = match[1].decode("ascii").lower()
        if word in ("none", "unicode"):
            word = "utf-8" if word == "unicode" else ""
        if word in ("usascii", "us-ascii", "ascii"):
            word = "ascii"
        if word.isdigit():
            word = f"cp{word}"
        try:
            codec = codecs.lookup(word).name if word else ""
        except LookupError:
            codec = ""
        # CHARSET refines ENCODING:USASCII, so the later and more telling word wins.
        if codec and not (found and codec == "ascii"):
            found = codec
    return "" if found.startswith(("utf-16", "utf-32")) else found


def _checked(data: bytes, order: tuple[str, ...], name: str, declared: str) -> OfxText:
    failure: UnicodeDecodeError | None = None
    for codec in order:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as fault:
            failure = fault
            continue
        except (LookupError, UnicodeError):
            continue
        if "\0" in text:
            raise _unreadable(name, data, data.find(b"\0"), "a zero byte")
        note = _note(declared, codec) if not data.isascii() else ""
        return OfxText(_unix_lines(text), codec, declared, note)
    at = failure.start if failure else 0
    raise _unreadable(name, data, at, f"byte 0x{data[at : at + 1].hex() or '00'}")


def _note(declared: str, codec: str) -> str:
    if declared in ("", "ascii", codec) or (declared, codec) == ("iso8859-1", "cp1252"):
        return ""
    return f"The header says {declared}, the bytes are {codec}; read as {codec}."


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _unreadable(name: str, data: bytes, at: int, what: str) -> UnreadableFile:
    line = data.count(b"\n", 0, at) + 1
    return UnreadableFile(
        f"{name}, line {line}: {what} is no text in any charset this file can have.",
        code="ofx_undecodable",
        hint="The file is damaged or was converted wrongly: download it again from the bank.",
        extra={"line": line, "byte": at},
    )
