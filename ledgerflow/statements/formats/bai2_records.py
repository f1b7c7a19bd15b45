"""The text of a BAI2 file as records: several on a line, one over several lines, 88 joined.

Here: where a record begins and ends. Not here: what its fields hold (bai2_statements.py). A
slash ends a record only at the end of a line or before the next record; in text it is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

CODES = frozenset({"01", "02", "03", "16", "49", "88", "98", "99"})
_BEGINNINGS = frozenset(f"{code}," for code in CODES - {"88"})

_START = re.compile(r"([0-9]{2})[ \t]*+,|(88):")
_INLINE = re.compile(
    r"/\s*+(?=01,[^,]{0,60},[^,]{0,60},[0-9]{6,8},|02,[^,]{0,60},[^,]{0,60},[0-9]?,[0-9]{6,8},"
    r"|03,[^,/]{1,60},(?:[A-Z]{3})?[,/]|16,[0-9]{3},[+-]?[0-9.]{0,40}[,/]"
    r"|49,[+-]?[0-9.]{0,40},[0-9]{1,9}\s*(?:/|$)"
    r"|9[89],[+-]?[0-9.]{0,40},[0-9]{0,9},[0-9]{1,9}\s*(?:/|$))|/\s++(?=88[,:])"
)
_STREAM_88 = re.compile(r"/(?=88,)")
_FIRST = re.compile(r"\s*+01,[^,\n]{0,60},[^,\n]{0,60},[0-9]{6,8},")
_LINE = re.compile(r"(0[123]|16|49|88|98|99),.*")
_HEAD_LINES = 60
_STREAM_WIDTH = 200
_PADDING = "\ufeff\x1a \t"


@dataclass(slots=True)
class Record:
    """One logical record. `segments` are its fields as text: its own, then one for each 88.

    `count` is how many physical records it is, as trailers count them.
    """

    code: str
    line: int
    segments: list[str] = field(default_factory=list)
    count: int = 1

    def fields(self) -> list[str]:
        """All fields after the code, continuations joined."""
        return [f for segment in self.segments for f in segment.split(",")]


def looks_like_bai2(text: str) -> bool:
    """True for a file header, or for mostly numbered records without one (a damaged file)."""
    text = text.lstrip("\ufeff")
    if _FIRST.match(text):
        return True
    lines = [x.strip() for x in text.split("\n", _HEAD_LINES)[:_HEAD_LINES] if x.strip()]
    found = [m[1] for x in lines if (m := _LINE.match(x))]
    # An account or a group with rows or trailers, ended by slashes: no other format has that.
    slashes = sum(x.endswith("/") for x in lines)
    kinds = set(found)
    return (
        len(found) * 2 > len(lines)
        and slashes * 2 > len(lines)
        and len(kinds & {"02", "03", "16", "49", "98", "99"}) >= 2
    )


def records(text: str) -> Iterator[Record]:
    """Every record in order. An unknown code is handed out as it stands, text is appended."""
    current: Record | None = None
    ended = True
    for number, physical in enumerate(text.split("\n"), 1):
        line = physical.strip(_PADDING)
        if not line:
            continue
        if line[:3] in _BEGINNINGS and line[-1] == "/" and line.find("/", 0, -1) < 0:
            # nearly every line: one whole record
            if current is not None:
                yield current
            current, ended = Record(line[:2], number, [line[3:-1]]), True
            continue
        for piece in _pieces(line):
            found = _START.match(piece)
            code = (found[1] or found[2]) if found else ""
            if current is not None and not ended and (found is None or code not in CODES):
                current.segments.append(_unended(piece))
            elif found is None:
                if current is not None:
                    yield current
                current = Record("", number, [piece])
            elif code == "88" and current is not None:
                current.segments.append(_unended(piece[found.end() :]))
                current.count += 1
            else:
                if current is not None:
                    yield current
                current = Record(code, number, [_unended(piece[found.end() :])])
            ended = piece.endswith("/") or not current.code
    if current is not None:
        yield current


def _pieces(line: str) -> list[str]:
    """The records of one line, each but the last with its slash put back."""
    if "/" not in line[:-1]:
        return [line]
    pieces = _INLINE.split(line)
    if len(line) > _STREAM_WIDTH and len(pieces) > 2:
        pieces = [part for piece in pieces for part in _STREAM_88.split(piece)]
    return [f"{piece}/" for piece in pieces[:-1]] + pieces[-1:] if len(pieces) > 1 else pieces


def _unended(text: str) -> str:
    """Without the slash that ends the record."""
    text = text.rstrip()
    return text[:-1] if text.endswith("/") else text
