"""The bytes of a CAMT file as text, and the test whether bytes look like CAMT at all.

Here: byte order marks, declared charsets, what is really there. Not here: XML (camt_tree.py).
"""

import codecs
import re
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_paths import MESSAGES
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_OTHER_MARKUP = re.compile(r"<(?:!doctype\s+html|html|\?OFX|OFX)\b", re.IGNORECASE)
_MESSAGE = re.compile(
    rf"<(?:[A-Za-z_][\w.-]{{0,60}}:)?(?:{'|'.join(MESSAGES)})(?:V\d\d)?[\s/>]"
    r"|\bcamt\.05[234]\.\d{3}\.\d\d"
)
_DECLARATION_BYTES = 300
# Charsets in the sense of XML; Python knows others, some of which take quadratic time.
_CHARSETS = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "euc", "shift_jis", "utf-8", "ascii")


@dataclass(frozen=True, slots=True)
class CamtText:
    """The file as text with "\\n" at line ends, its encoding, and what does not agree.

    `lines_before` counts the empty lines that were taken off in front of the XML.
    """

    text: str
    encoding: str
    declared: str
    lines_before: int = 0
    faults: tuple[Fault, ...] = ()


def looks_like_camt(head: bytes) -> bool:
    """True when the first bytes are XML that leads to a CAMT.052, .053 or .054 message."""
    text = _head_text(head).lstrip("\ufeff\0 \t\r\n")
    if not text.startswith("<") or _OTHER_MARKUP.search(text[:2000]):
        return False
    return _MESSAGE.search(text) is not None


def decode(data: bytes, name: str) -> CamtText:
    """Bytes to text: byte order mark, strict UTF-8, then the declared or Windows charset.

    Raises UnreadableFile on NUL bytes and on bytes that do not fit the file's own mark.
    """
    for mark, codec in (*_MARKS, *_UNMARKED):
        if data.startswith(mark):
            data = data if (mark, codec) in _UNMARKED else data[len(mark) :]
            if codec != "utf-8":
                return CamtText(_unix_lines(_marked(data, codec, name).lstrip()), codec, "")
            break
    data = data.rstrip(b"\0\x1a")  # padding of old transfers
    if (at := data.find(b"\0")) >= 0:
        raise _nul(name, data.count(b"\n", 0, at) + 1)
    bare = data.lstrip()
    lines = data.count(b"\n", 0, len(data) - len(bare))
    declared = _declared(bare)
    text, codec, faults = _decoded(bare, declared, lines)
    return CamtText(_unix_lines(text), codec, declared, lines, faults)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _head_text(head: bytes) -> str:
    for mark, codec in (*_MARKS, *_UNMARKED):
        if head.startswith(mark):
            return head.decode(codec, "ignore")
    return head.decode("latin-1")


def _marked(data: bytes, codec: str, name: str) -> str:
    """A wide encoding as text. The XML declaration may say otherwise; the bytes decide."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as fault:
        raise UnreadableFile(
            f"{name}: byte {fault.start:,} is not {codec}, although the file begins so.",
            code="camt_undecodable",
            hint="Download the file again; do not open and save it in between.",
            extra={"byte": fault.start},
        ) from fault
    text = text.rstrip("\0\x1a")
    if (at := text.find("\0")) >= 0:
        raise _nul(name, text.count("\n", 0, at) + 1)
    return text


def _declared(data: bytes) -> str:
    """The charset of the XML declaration; "" when there is none or none that is known."""
    found = _DECLARED.match(data[:_DECLARATION_BYTES])
    try:
        codec = codecs.lookup(found[1].decode("ascii")).name if found else ""
        b"x".decode(codec or "ascii")
    except (LookupError, UnicodeError):
        return ""
    return codec if codec.startswith(_CHARSETS) else ""


def _decoded(data: bytes, declared: str, lines: int) -> tuple[str, str, tuple[Fault, ...]]:
    """(text, what it was, faults). Letters in UTF-8 beside others are named."""
    at = -1
    try:
        return data.decode("utf-8"), "utf-8", () if data.isascii() else _note(declared, "utf-8")
    except UnicodeDecodeError as fault:
        at = fault.start
    if declared in ("", "utf-8") and _UTF8_LETTER.search(data):
        rest = _HIGH.findall(_UTF8_LETTER.sub(b"", data))
        return data.decode("utf-8", "replace"), "utf-8", (_mixed(data, at, len(rest), lines),)
    order = [c for c in (declared, "cp1252", "latin-1") if c not in ("", "utf-8", "ascii")]
    if declared == "iso8859-1":  # what says so is Windows text where the two differ
        order.insert(0, "cp1252")
    for codec in order:
        try:
            text = data.decode(codec)
        except UnicodeError:
            continue
        return text, codec, _note(declared, codec)
    raise AssertionError("latin-1 decodes every byte")


def _note(declared: str, codec: str) -> tuple[Fault, ...]:
    if declared == codec or (declared, codec) in (("", "utf-8"), ("iso8859-1", "cp1252")):
        return ()
    said = f"says {declared}" if declared else "does not say its charset"
    return (
        Fault(
            "camt_encoding",
            f"The file {said}, the bytes are {codec}; read as {codec}.",
            "Look whether accented letters in the descriptions are right.",
            severity="note",
        ),
    )


def _mixed(data: bytes, at: int, places: int, lines: int) -> Fault:
    line = data.count(b"\n", 0, at) + 1 + lines
    begin = max(data.rfind(b"\n", 0, at) + 1, at - EXCERPT_LIMIT // 2)
    excerpt = data[begin : begin + EXCERPT_LIMIT].split(b"\n")[0].decode("utf-8", "replace")
    return Fault(
        code="camt_mixed_encoding",
        message=f"Line {line}: byte 0x{data[at]:02x} is not UTF-8 while other letters of the "
        f"file are ({places} such places).",
        hint="Download the file again; it was joined or edited in two encodings.",
        line=line,
        excerpt=excerpt.strip(),
    )


def _nul(name: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name}, line {line}: there are NUL bytes; the file is damaged or no text.",
        code="camt_nul_bytes",
        hint="Download the file again from the bank.",
        extra={"line": line},
    )
