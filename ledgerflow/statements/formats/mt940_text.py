"""The bytes of an MT940 or BAI2 file as text, and the test whether text looks like MT940.

Here: byte order marks, strict UTF-8, Windows and DOS code pages, NULs, mixed encodings. Not
here: fields (mt940_fields.py) and records (bai2_records.py).
"""

import codecs
import re
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_DOS_LETTER = re.compile(rb"(?<=[A-Za-z])[\x80-\xa5\xe1]|[\x80-\xa5\xe1](?=[A-Za-z])")
_WINDOWS_LETTER = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff]|[\xc0-\xff](?=[A-Za-z])")
_TAG_LINE = re.compile(
    r"[ \t]*+:(20|21|25P?|28C?|60[FM]?|61|62[FM]?|64|65|86|34F|13D?|90[CD]|94[02]):", re.IGNORECASE
)
_HEADER_LINE = re.compile(
    r"\s*+(?:\{[1-5]:|\d{4} \d\d[A-Z]{4}|94[02](?: \d\d)?\s*$|[A-Z]{6}[A-Z0-9]{2,6}\s*$)"
)
_FRAMING = "\ufeff\x01\x02\x03\x04 \t\r\n"
_HEAD_LINES = 60
_TAGS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class BankText:
    """Decoded text with line ends as "\\n", the encoding's name and what did not decode."""

    text: str
    encoding: str
    faults: tuple[Fault, ...] = ()


def decode(data: bytes, name: str, format_id: str) -> BankText:
    """Bytes to text: byte order mark, strict UTF-8, then the code page that makes letters.

    Codes of faults begin with `format_id`. Raises UnreadableFile on NUL bytes and on bytes that
    do not fit the file's own byte order mark.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, name, format_id)
    data = data.rstrip(b"\0\x1a\x03\x04")  # padding of old transfers
    if b"\0" in data:
        raise _nul(data.count(b"\n", 0, data.index(b"\0")) + 1, name, format_id)
    try:
        return BankText(_unix_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data, format_id)


def head_text(head: bytes) -> str:
    """The first bytes as text for looking at; "" for what is no text."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return _unix_lines(head[len(mark) :].decode(codec, "ignore"))
    text = head.rstrip(b"\0").decode("latin-1")
    return "" if "\0" in text else _unix_lines(text)


def looks_like_mt940(text: str) -> bool:
    """True when the first lines are SWIFT fields, bare or behind a bank's header lines.

    The first line that is no header is a field, or two different fields stand among the first
    lines of a text that is no markup.
    """
    lines = [line for line in text.strip(_FRAMING).split("\n", _HEAD_LINES) if line.strip()]
    if not lines or lines[0].lstrip()[:1] == "<":
        return False
    for at, line in enumerate(lines):
        if _TAG_LINE.match(line.lstrip(_FRAMING)):
            return True
        after = line.partition("{4:")[2]
        if after and _TAG_LINE.match(after):
            return True
        if not _HEADER_LINE.match(line.lstrip(_FRAMING)):
            found = {m[1].upper() for later in lines[at:] if (m := _TAG_LINE.match(later))}
            return len(found) >= _TAGS_NEEDED and bool(found & {"20", "25", "60F", "61", "62F"})
    return False


def _marked(data: bytes, codec: str, name: str, format_id: str) -> BankText:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as fault:
        if codec == "utf-8":
            return _mixed(data, format_id)
        raise UnreadableFile(
            f"{name}: byte {fault.start:,} is not {codec}, although the file says it is.",
            code=f"{format_id}_undecodable",
            hint="Download the file again; do not open and save it in between.",
        ) from fault
    text = text.rstrip("\0\x1a")
    if "\0" in text:
        raise _nul(text.count("\n", 0, text.index("\0")) + 1, name, format_id)
    return BankText(_unix_lines(text), codec)


def _eight_bit(data: bytes, format_id: str) -> BankText:
    """A Windows or DOS code page, or UTF-8 and another one in one file."""
    letters = len(_UTF8_LETTER.findall(data))
    if letters and letters >= len(_HIGH.findall(_UTF8_LETTER.sub(b"", data))):
        return _mixed(data, format_id)
    order = ["cp1252", "latin-1"]
    if len(_DOS_LETTER.findall(data)) > len(_WINDOWS_LETTER.findall(data)):
        order = ["cp850", "cp852"]
        if not all(c.isalpha() for c in _high_letters(data.decode("cp850"))):
            order.reverse()
    for codec in order:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        note = _guessed(codec, format_id) if codec != "cp1252" else ()
        return BankText(_unix_lines(text), codec, note)
    return _mixed(data, format_id)


def _high_letters(text: str) -> list[str]:
    """Characters beyond ASCII that stand beside a letter."""
    return re.findall(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])", text)


def _guessed(codec: str, format_id: str) -> tuple[Fault, ...]:
    return (
        Fault(
            f"{format_id}_encoding",
            f"The file does not say its encoding; its letters are words when read as {codec}.",
            "Look whether accented letters in the descriptions are right.",
            severity="note",
        ),
    )


def _mixed(data: bytes, format_id: str) -> BankText:
    """Line by line UTF-8, else cp1252; lines that were not UTF-8 are named."""
    lines: list[str] = []
    bad: list[int] = []
    for number, line in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            bad.append(number)
            lines.append(line.decode("cp1252", "replace"))
    named = ", ".join(map(str, bad[:5])) + (", ..." if len(bad) > 5 else "")
    first = bad[0] if bad else 1
    fault = Fault(
        code=f"{format_id}_mixed_encoding",
        message=f"{len(bad)} lines are not UTF-8 while others are (lines {named}).",
        hint="Download the file again; two files in different encodings may have been joined.",
        line=first,
        excerpt=lines[first - 1][:EXCERPT_LIMIT],
    )
    return BankText(_unix_lines("\n".join(lines)), "utf-8", (fault,))


def _nul(line: int, name: str, format_id: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}, line {line}: there are NUL bytes; the file is damaged or no text.",
        code=f"{format_id}_nul_bytes",
        hint="Download the file again from the bank.",
        extra={"line": line},
    )


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
