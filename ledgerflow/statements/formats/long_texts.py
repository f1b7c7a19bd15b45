"""Texts of a length that no bank prints: cut, and told as a fault.

Here: the limits for all formats alike. Not here: figures of any length (amounts.py), the limits
of a format's own fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledgerflow.statements.packed import PackedLines, pack
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedLine, ParsedStatement
from ledgerflow.statements.texts import SEPARATOR, Cells

TEXT_MAX = 2_000
"""Characters of a description or a name; the longest of banks have some four hundred."""
ACCOUNT_MAX = 100
_FIELDS = ("description", "counterparty", "bank_id", "bank_type", "check_number")
_HINT = (
    "No bank prints such a text: the file is damaged or not from a bank. Download it again, or "
    "import it as it is with a reason."
)


@dataclass(frozen=True, slots=True)
class _Long:
    """One text that was cut: what it is, how long it was, and on which row."""

    what: str
    length: int
    most: int
    row: int | None = None


def with_long_texts_cut(parsed: ParsedFile) -> ParsedFile:
    """The same file where no text is too long; that some were is one error, the first named."""
    long: list[_Long] = []
    statements = tuple(_shortened(statement, long) for statement in parsed.statements)
    if not long:
        return parsed
    return replace(parsed, statements=statements, faults=(*parsed.faults, _fault(long)))


def _shortened(statement: ParsedStatement, long: list[_Long]) -> ParsedStatement:
    changed = statement
    if len(statement.account_id) > ACCOUNT_MAX:
        long.append(_Long("account number", len(statement.account_id), ACCOUNT_MAX))
        changed = replace(changed, account_id=statement.account_id[:ACCOUNT_MAX])
    if _has_long_text(statement.lines):
        lines = [_cut(line, long) for line in statement.lines]
        is_packed = isinstance(statement.lines, PackedLines)
        changed = replace(changed, lines=pack(lines) if is_packed else tuple(lines))
    if _has_long_text(statement.pending):
        changed = replace(changed, pending=tuple(_cut(line, long) for line in statement.pending))
    return changed


def _has_long_text(lines: Sequence[ParsedLine]) -> bool:
    if isinstance(lines, PackedLines):
        blocks = lines.columns.texts.closed()
        return any(_may_be_long(block.fields.get(name, "")) for block in blocks for name in _FIELDS)
    return any(len(getattr(line, name)) > TEXT_MAX for line in lines for name in _FIELDS)


def _may_be_long(cells: Cells) -> bool:
    """False only where no cell is too long; cells are looked at together, as they are kept."""
    if isinstance(cells, str):
        return len(cells) > TEXT_MAX
    if not isinstance(cells, bytes):
        return True
    step, mark = TEXT_MAX // 2, SEPARATOR.encode()
    starts = range(0, len(cells) - step + 1, step)
    return any(cells.find(mark, start, start + step) < 0 for start in starts)


def _cut(line: ParsedLine, long: list[_Long]) -> ParsedLine:
    found = {name: text for name in _FIELDS if len(text := getattr(line, name)) > TEXT_MAX}
    long += [_Long(n.replace("_", " "), len(t), TEXT_MAX, line.row) for n, t in found.items()]
    return replace(line, **{name: text[:TEXT_MAX] for name, text in found.items()})


def _fault(long: list[_Long]) -> Fault:
    first = long[0]
    where = f"Line {first.row}: the" if first.row else "The"
    more = f" {len(long) - 1:,} more texts are as long." if len(long) > 1 else ""
    return Fault(
        code="text_too_long",
        message=f"{where} {first.what} has {first.length:,} characters; the first {first.most:,} "
        f"are kept.{more}",
        hint=_HINT,
        line=first.row,
        column=first.what,
    )
