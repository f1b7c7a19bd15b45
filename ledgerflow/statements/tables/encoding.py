"""From a file's bytes to text: byte order marks, UTF-8, UTF-16 and the Windows code pages.

Here: which encoding, and what cannot be decoded. Not here: delimiters and rows (dialect.py).
"""

import re
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.tables.headers import header_roles

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UTF8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CENTRAL = re.compile(
    r"(?:datum za|zauct|částk|měn[ay]|účt|číslo|zůst|převod|příjem|plat[bn]|kwot|rachun|księg|"
    r"tytuł|odbiorc|waluty|złot|összeg|dátum|közlem|könyv|számla|értékn|częś|opłat|płatn|"
    r"sumă|tranzac|ţ|zostatok|čiastk|prevod|položk)",
    re.IGNORECASE,
)
_NEVER_WESTERN = re.compile(r"(?<=[a-zA-ZÀ-ÿ])[¹³¿£¥](?=[a-zà-ÿ]|\b)|[ìøèùò][a-z]*[ìøèùòšž]")
_SAMPLE = 200_000
_OTHER_SCRIPTS = (
    "cp932",
    "gb18030",
    "cp949",
    "big5",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
)
_RUNS = re.compile(rb"[\x80-\xff][\x40-\xff][\x80-\xff]")
"""High bytes close together: letters of another script, not accents in Latin words."""
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding's name, why it was chosen, and what did not decode."""

    text: str
    encoding: str
    why: str
    faults: tuple[Fault, ...] = ()


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decode a file's bytes. `encoding` is a remembered or stated one.

    Raises UnreadableFile where the bytes are no text (NUL bytes, control characters).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, "the byte order mark says so")
    if b"\0" in data:
        return _utf16_without_mark(data)
    if encoding:
        return _strict(data, encoding, "the profile says so")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data)
    kind = "all bytes are ASCII" if text.isascii() else "all bytes are valid UTF-8"
    return Decoded(text, "utf-8", kind)


def _strict(data: bytes, encoding: str, why: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise UnreadableFile(
            f"The profile names an unknown encoding: {encoding!r}.",
            code="csv_encoding",
            hint="Use utf-8, cp1252, cp1250, iso-8859-1 or leave the encoding out.",
        ) from error
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _mixed(data)
        raise UnreadableFile(
            f"Byte {error.start:,} is not {encoding}, although {why}.",
            code="csv_encoding",
            hint="Download the file again; do not open and save it in between.",
        ) from error
    if "\0" in text:
        raise _nul(text.index("\0"))
    return Decoded(text, encoding, why)


def _nul(position: int) -> UnreadableFile:
    return UnreadableFile(
        f"The file has NUL bytes (first at byte {position:,}): it is damaged or no text.",
        code="csv_nul_bytes",
        hint="Download the file again from the bank.",
    )


def _utf16_without_mark(data: bytes) -> Decoded:
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return _strict(data, "utf-16-le", "every second byte is zero")
    if even > half * 0.6 and odd < half * 0.1:
        return _strict(data, "utf-16-be", "every second byte is zero")
    raise _nul(data.index(b"\0"))


def _eight_bit(data: bytes) -> Decoded:
    """Not UTF-8 as a whole: a Windows code page, or UTF-8 and another one mixed."""
    known = _by_known_headers(data)
    if known:
        return Decoded(data.decode(known), known, "not UTF-8; column names are words only this way")
    pairs = len(_UTF8_PAIR.findall(data))
    if pairs and pairs >= len(_HIGH.findall(_UTF8_PAIR.sub(b"", data))):
        return _mixed(data)
    sample = data[:_SAMPLE]
    western = sample.decode("cp1252", "replace")
    central = sample.decode("cp1250", "replace")
    evidence = len(_NEVER_WESTERN.findall(western)) + 2 * (
        len(_CENTRAL.findall(central)) - len(_CENTRAL.findall(western))
    )
    if evidence >= 2 and "\ufffd" not in central:
        names = ("cp1250", "cp1252")
        why = "not UTF-8; letters and words are Central European"
    else:
        names = ("cp1252", "cp1250")
        why = "not UTF-8; read as Western European Windows text"
    for name in names:
        try:
            return Decoded(data.decode(name), name, why)
        except UnicodeDecodeError:
            continue
    return _mixed(data)


def _by_known_headers(data: bytes) -> str:
    """The encoding under which the first lines hold column names in another script, or ""."""
    head = b"\n".join(data.split(b"\n", _HEAD_LINES)[:_HEAD_LINES])
    if len(_RUNS.findall(head)) < 2:
        return ""
    found: dict[str, int] = {}
    for name in _OTHER_SCRIPTS:
        try:
            text = head.decode(name)
            data.decode(name)
        except UnicodeDecodeError:
            continue
        cells = {c.strip(" \"'") for c in re.split(r"[,;\t|\n\r]", text)}
        found[name] = sum(map(_is_name_in_another_script, cells))
    best = max(found, key=lambda name: found[name], default="")
    return best if best and found[best] >= 2 else ""


def _is_name_in_another_script(cell: str) -> bool:
    other = sum(c > "\u036f" for c in cell)
    return other * 2 > len(cell) and max(header_roles(cell).values(), default=0.0) > 0.9


def _mixed(data: bytes) -> Decoded:
    """Line by line UTF-8, else cp1252; every line that was not UTF-8 is named."""
    lines: list[str] = []
    bad: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            bad.append(number)
            lines.append(line.decode("cp1252", "replace"))
    named = ", ".join(map(str, bad[:5])) + (", ..." if len(bad) > 5 else "")
    fault = Fault(
        code="csv_mixed_encoding",
        message=f"{len(bad)} lines are not UTF-8 while others are (lines {named}).",
        hint="Download the file again; two files in different encodings may have been joined.",
        line=bad[0] if bad else None,
        excerpt=lines[bad[0] - 1][:120] if bad else "",
    )
    return Decoded("\n".join(lines), "utf-8", "mostly UTF-8, but not all of it", (fault,))
