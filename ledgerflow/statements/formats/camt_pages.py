"""Pages of one CAMT statement put together again.

Here: which elements of a file are pages of one statement, and joining them. Not here: reading
one (camt_statements.py). Banks cut long statements into pages (StmtPgntn), each with the
balances of the page, of the whole, or none.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.statements.formats import camt_faults as faults_of
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.camt_values import count, truth
from ledgerflow.statements.parsed import Fault, ParsedStatement, PrintedTotals


@dataclass(frozen=True, slots=True)
class Page:
    """One statement element and what was read of it."""

    record: Record
    statement: ParsedStatement

    @property
    def number(self) -> int | None:
        """The printed number of the page, None for a statement that is not paged."""
        return count(self.record.get("PgNb", ""))

    @property
    def is_last(self) -> bool:
        """True unless the bank says that pages follow."""
        return truth(self.record.get("LastPgInd", "true")) is not False


def joined(pages: list[Page], found: faults_of.Found) -> tuple[ParsedStatement, ...]:
    """The statements of a file: pages that follow each other are one.

    A page whose neighbours are not in this file stays by itself, with a note.
    """
    out: list[ParsedStatement] = []
    at = 0
    while at < len(pages):
        group = [pages[at]]
        while at + len(group) < len(pages) and _follows(group[-1], pages[at + len(group)]):
            group.append(pages[at + len(group)])
        at += len(group)
        if (group[0].number or 1) > 1:
            found.add(_missing(group[0], "the pages before are"))
        if not group[-1].is_last:
            found.add(_missing(group[-1], "the next page is"))
        out.append(_join(group) if len(group) > 1 else group[0].statement)
    return tuple(out)


def _missing(page: Page, what: str) -> Fault:
    text = f"this is page {page.number} of a statement; {what} not in this file"
    hint = "Import the file with the other pages too, if there is one."
    return faults_of.about(page.record, "camt_pages_missing", "PgNb", text, hint, "note")


def _follows(page: Page, other: Page) -> bool:
    if page.is_last or page.number is None or other.number != page.number + 1:
        return False
    one, two = page.statement, other.statement
    if (one.account_id, one.currency) != (two.account_id, two.currency):
        return False
    keys = ("Id", "ElctrncSeqNb")
    return any(k in page.record and page.record[k] == other.record.get(k) for k in keys)


def _join(group: list[Page]) -> ParsedStatement:
    """One statement: opened by the first balance, closed by the last."""
    parts = [page.statement for page in group]
    starts = [s.period_start for s in parts if s.period_start]
    ends = [s.period_end for s in parts if s.period_end]
    return replace(
        parts[0],
        lines=tuple(line for s in parts for line in s.lines),
        pending=tuple(line for s in parts for line in s.pending),
        opening=next((s.opening for s in parts if s.opening), None),
        closing=next((s.closing for s in reversed(parts) if s.closing), None),
        period_start=min(starts, default=None),
        period_end=max(ends, default=None),
        totals=_totals(parts),
        stated_empty=all(s.stated_empty for s in parts),
    )


def _totals(parts: list[ParsedStatement]) -> PrintedTotals:
    """Totals of pages add up; those of the whole are printed on one page or on each."""
    printed = [s.totals for s in parts if s.totals != PrintedTotals()]
    if not printed:
        return PrintedTotals()
    if len(printed) == len(parts) and (printed[1:] != printed[:-1] or all(map(_is_own, parts))):
        columns = zip(*map(_figures, printed), strict=True)
        money_in, money_out, *counts = map(_sum, columns)
        whole = [None if number is None else int(number) for number in counts]
        return PrintedTotals(money_in, money_out, *whole)
    return printed[0] if printed[1:] == printed[:-1] else PrintedTotals()


def _sum(values: tuple[Decimal | int | None, ...]) -> Decimal | None:
    """The sum of one figure over all pages; None where a page does not print it."""
    printed = [Decimal(value) for value in values if value is not None]
    return sum(printed, Decimal(0)) if len(printed) == len(values) else None


def _is_own(statement: ParsedStatement) -> bool:
    """True when totals are those of this page alone."""
    amounts = [line.amount for line in statement.lines]
    paid_in, paid_out = [a for a in amounts if a > 0], [-a for a in amounts if a < 0]
    own = (sum(paid_in), sum(paid_out), len(paid_in), len(paid_out), len(amounts))
    return all(p in (None, o) for p, o in zip(_figures(statement.totals), own, strict=True))


def _figures(totals: PrintedTotals) -> tuple[Decimal | int | None, ...]:
    return (
        totals.money_in,
        totals.money_out,
        totals.count_in,
        totals.count_out,
        totals.count,
    )
