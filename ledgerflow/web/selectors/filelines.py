"""The lines of a statement file, a page at a time, beside what the file itself says.

Here: reads of lines, what became of them, and where a line's page is. Not here: the file's head and
proofs (files.py), the running check (shownlines.py). A page is found by the lines' own places in
their statements: nothing is counted, and nothing skipped, however many lines there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from ledgerflow.review.models import Decision
from ledgerflow.statements.knownlines import RULE_NEW, RULE_SPLIT, UNSURE
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from ledgerflow.statements.originaltext import original_rows
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.web.selectors.shownlines import (
    PageShown,
    ShownLine,
    pages_shown,
    shown_line,
    with_checks,
)

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class LinesPage:
    """One page of lines with their originals. `number` and `pages` count from 1."""

    lines: tuple[ShownLine, ...]
    sheets: tuple[PageShown, ...]
    number: int
    pages: int
    total: int
    is_stored: bool = True

    @property
    def previous(self) -> int | None:
        """The page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, None on the last."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def breaks(self) -> int:
        """How many printed balances on this page do not follow."""
        return sum(line.holds is False for line in self.lines)


def lines_page(file: StatementFile, statements: Sequence[Statement], number: int) -> LinesPage:
    """A page of a published file's lines; the nearest one where there is none of that number."""
    total = sum(s.line_count for s in statements)
    pages = max(1, -(-total // LINES_A_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * LINES_A_PAGE
    parts = list(_parts(statements, first, first + LINES_A_PAGE))
    wanted = Q(pk__in=[])
    for statement, start, stop in parts:
        wanted |= Q(statement=statement, position__gte=start - 1, position__lte=stop)
    stored = StatementLine.objects.filter(wanted).select_related("match__transaction")
    by_statement = groupby(
        stored.order_by("statement__position", "position"), key=lambda line: line.statement_id
    )
    rows = {pk: list(lines) for pk, lines in by_statement}
    found: list[tuple[StatementLine, ShownLine]] = []
    for statement, start, stop in parts:
        found += _checked(statement, rows.get(statement.pk, []), start, stop)
    numbered = [(line, replace(shown, at=at)) for at, (line, shown) in enumerate(found, 1)]
    lines = _with_originals(file, _with_fates(numbered))
    return LinesPage(tuple(lines), pages_shown(lines), number, pages, total)


def read_page(parsed: ParsedFile, number: int) -> LinesPage:
    """A page of a file that was only read: nothing of it is stored."""
    total = sum(len(s.lines) for s in parsed.statements)
    pages = max(1, -(-total // LINES_A_PAGE))
    number = min(max(number, 1), pages)
    first, at = (number - 1) * LINES_A_PAGE, 0
    lines: list[ShownLine] = []
    for statement in parsed.statements:
        start, stop = max(first - at, 0), first + LINES_A_PAGE - at
        part = list(statement.lines[start : max(stop, 0)])
        before = statement.opening.amount if statement.opening and start == 0 else None
        is_last = stop >= len(statement.lines)
        after = statement.opening.amount if statement.opening and is_last else None
        shown = [shown_line(0, line, statement.currency) for line in part]
        lines += with_checks(shown, before, after)
        at += len(statement.lines)
    numbered = [replace(line, at=place) for place, line in enumerate(lines, 1)]
    return LinesPage(tuple(numbered), pages_shown(numbered), number, pages, total, is_stored=False)


def page_of_line(line: StatementLine) -> int:
    """On which page of its file's lines a line stands."""
    before = Statement.objects.filter(
        file=line.statement.file_id, position__lt=line.statement.position
    )
    count = sum(before.values_list("line_count", flat=True))
    return (count + line.position) // LINES_A_PAGE + 1


def _parts(
    statements: Sequence[Statement], first: int, stop: int
) -> Iterator[tuple[Statement, int, int]]:
    """(statement, first place, place behind the last) of the lines from `first` to `stop`."""
    at = 0
    for statement in statements:
        start, end = max(first - at, 0), min(stop - at, statement.line_count)
        if start < end:
            yield statement, start, end
        at += statement.line_count


def _checked(
    statement: Statement, rows: Sequence[StatementLine], start: int, stop: int
) -> list[tuple[StatementLine, ShownLine]]:
    """The lines of a part, their balances followed from the neighbours that are not shown."""
    known = {row.position: row.balance for row in rows}
    part = [row for row in rows if start <= row.position < stop]
    before = known.get(start - 1) if start else statement.opening
    after = known.get(stop) if stop < statement.line_count else statement.opening
    shown = [shown_line(0, row, statement.currency) for row in part]
    return list(zip(part, with_checks(shown, before, after), strict=True))


def _with_originals(file: StatementFile, lines: list[ShownLine]) -> list[ShownLine]:
    """Lines whose reader kept no text of theirs get it from the original, by their rows."""
    bare = [line.row for line in lines if not line.raw and line.row and line.page is None]
    if not bare:
        return lines
    texts = original_rows(file, bare)
    return [line if line.raw else replace(line, raw=texts.get(line.row, "")) for line in lines]


def _with_fates(lines: Sequence[tuple[StatementLine, ShownLine]]) -> list[ShownLine]:
    """What each line was taken for, and where it is in the books."""
    ids = {line.match.transaction_id for line, _ in lines}
    reports = BankTransaction.objects.filter(pk__in=ids).annotate(reports=Count("matches"))
    counts = dict(reports.values_list("pk", "reports"))
    decided = _decided(ids)
    return [
        replace(
            shown,
            pk=line.pk,
            merged="" if line.match.rule in (RULE_NEW, RULE_SPLIT) else line.match.reason,
            unsure=line.match.rule in UNSURE,
            others=counts[line.match.transaction_id] - 1,
            is_live=line.match.transaction.is_live,
            **_booked(decided.get(line.match.transaction_id)),
        )
        for line, shown in lines
    ]


def _booked(decision: Decision | None) -> dict[str, Any]:
    """The entry's number, or why there is none."""
    if decision is None:
        return {"entry": None, "excluded": ""}
    if decision.entry is None:
        return {"entry": None, "excluded": decision.reason or "excluded"}
    return {"entry": decision.entry.number, "excluded": ""}


def _decided(transaction_ids: set[int]) -> dict[int, Decision]:
    """The decision that stands for each transaction that has one."""
    newest = (
        Decision.objects.filter(transaction_id__in=transaction_ids)
        .order_by("transaction_id", "-version")
        .distinct("transaction_id")
        .select_related("entry")
    )
    return {d.transaction_id: d for d in newest if d.kind != Decision.Kind.UNDO}
