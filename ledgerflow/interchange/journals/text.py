"""From a journal's bytes to its lines, with limits against files that are none.

Here: UTF-8, NUL bytes, endless lines. Not here: any program's syntax.
"""

import codecs

from ledgerflow.core.errors import FileTooLarge, UnreadableFile

JOURNAL_BYTES_MAX = 512 << 20
LINE_MAX = 20_000
_PIECE = 1 << 15

_MARK = b"\xef\xbb\xbf"


def journal_text(data: bytes) -> str:
    """The text of a journal, line ends as "\\n".

    Raises UnreadableFile naming the line where it is no UTF-8 text, FileTooLarge.
    """
    _refuse_size_and_nul(data)
    try:
        text = data.removeprefix(_MARK).decode()
    except UnicodeDecodeError as error:
        start = error.start + (len(_MARK) if data.startswith(_MARK) else 0)
        raise _not_utf8(data, start) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_endless_lines(text)
    return text


def journal_bytes_check(data: bytes) -> None:
    """Raise what `journal_text` raises, without making one text of a large file."""
    _refuse_size_and_nul(data)
    longest = 0
    for start in range(0, len(data), _PIECE):
        stop = data.rfind(b"\n", start, start + _PIECE)
        longest = longest + _PIECE if stop < 0 else 0
        if longest > LINE_MAX * 4:
            raise _endless(data.count(b"\n", 0, start) + 1)
    if not data.isascii():
        try:
            codecs.utf_8_decode(data)
        except UnicodeDecodeError as error:
            raise _not_utf8(data, error.start) from None


def _refuse_size_and_nul(data: bytes) -> None:
    if len(data) > JOURNAL_BYTES_MAX:
        raise FileTooLarge(
            f"The journal has {len(data):,} bytes; at most {JOURNAL_BYTES_MAX:,} are read.",
            hint="Export one year at a time and import the parts in order.",
        )
    nul = data.find(b"\0")
    if nul >= 0:
        raise _unreadable(data, nul, "holds a NUL byte: this is no text")


def _unreadable(data: bytes, place: int, what: str) -> UnreadableFile:
    line = data.count(b"\n", 0, place) + 1
    return UnreadableFile(
        f"Line {line} {what}.",
        code="journal_not_text",
        hint="Save the journal as UTF-8 text, or export it again, then import it.",
        extra={"line": line},
    )


def _not_utf8(data: bytes, place: int) -> UnreadableFile:
    return _unreadable(data, place, f"has a byte that is no UTF-8 ({data[place]:#04x})")


def _endless(line: int) -> UnreadableFile:
    return UnreadableFile(
        f"Line {line} has more than {LINE_MAX:,} characters; no journal has such lines.",
        code="journal_endless_line",
        hint="The file is damaged or no journal: export it again.",
        extra={"line": line},
    )


def _refuse_endless_lines(text: str) -> None:
    start = 0
    while len(text) - start > LINE_MAX:
        stop = text.rfind("\n", start, start + LINE_MAX + 1)
        if stop < 0:
            line = text.count("\n", 0, start) + 1
            raise _endless(line)
        start = stop + 1
