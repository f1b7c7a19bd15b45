"""From figures to rows: natural signs, traces, totals and the closing rows every report has.

Here: pure parts that reports share. Not here: what a report shows (one file each) or reading.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ledgerflow.reports.figures import grouped
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportCheck,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
    RowKind,
    Trace,
)

ZERO = Decimal(0)
EMPTY = ReportCell(None)

_CREDIT_TYPES = frozenset({"liability", "equity", "income"})


def natural(account_type: str, amount: Decimal) -> Decimal:
    """A debit-positive amount in the sign people read: income, debts and equity positive."""
    # Zero has no sign: negating it would print as "-0".
    return -amount if account_type in _CREDIT_TYPES and amount else amount


def balance_trace(header: ReportHeader, balance: AccountBalance) -> Trace | None:
    """The way back from one account's figure over the header's days; None where nothing moved."""
    if not balance.lines:
        return None
    account_ids = balance.account_ids or (balance.account_id,)
    return Trace(account_ids, header.start, header.end, header.without_closing)


def trace_join(traces: Iterable[Trace | None]) -> Trace | None:
    """One trace over several: all accounts in order, the widest days.

    It leaves out closing entries where all of them do.
    """
    known = [t for t in traces if t is not None]
    if not known:
        return None
    starts = [t.start for t in known if t.start is not None]
    ends = [t.end for t in known if t.end is not None]
    return Trace(
        account_ids=tuple(dict.fromkeys(a for t in known for a in t.account_ids)),
        start=min(starts) if len(starts) == len(known) else None,
        end=max(ends) if len(ends) == len(known) else None,
        without_closing=all(t.without_closing for t in known),
    )


def cell_sum(cells: Iterable[ReportCell], signs: Iterable[int] | None = None) -> ReportCell:
    """The sum of the cells that hold amounts, with a trace over all of them.

    `signs`: 1 or -1 for each cell, all 1 when left out. Texts and empty cells count as nothing.
    """
    listed = list(cells)
    factors = list(signs) if signs is not None else [1] * len(listed)
    amounts = [
        cell.value * sign
        for cell, sign in zip(listed, factors, strict=True)
        if isinstance(cell.value, Decimal)
    ]
    return ReportCell(sum(amounts, ZERO), trace_join(c.trace for c in listed))


def sum_row(
    label: str,
    rows: Sequence[ReportRow],
    width: int,
    *,
    kind: RowKind = "subtotal",
    signs: Sequence[int] | None = None,
) -> ReportRow:
    """A row that adds others column by column; `width` columns even when there are no rows."""
    columns = [cell_sum([row.cells[i] for row in rows], signs) for i in range(width)]
    return ReportRow(kind, label, cells=tuple(columns))


def report_make(
    kind: ReportKind,
    header: ReportHeader,
    columns: Sequence[ReportColumn],
    sections: Sequence[ReportSection],
    *,
    title: str = "",
    notes: Sequence[str] = (),
    checks: Sequence[ReportCheck] = (),
    draft: bool = False,
) -> Report:
    """The finished report: the given sections, then what is not yet in the books, then checks.

    `notes` are the report's own; the header's notes and checks follow. Empty sections go.
    """
    open_row = undecided_row(header)
    kept = [s for s in sections if s.rows]
    return Report(
        id=kind.id,
        title=title or kind.title,
        business=header.business,
        currency=header.currency,
        period_label=header.period_label,
        start=header.start,
        end=header.end,
        columns=tuple(columns),
        sections=(*kept, ReportSection("", (open_row,))),
        undecided=header.undecided,
        notes=(*notes, *header.notes),
        checks=(*checks, *header.checks),
        draft=draft,
    )


def undecided_row(header: ReportHeader) -> ReportRow:
    """The note row "Not yet in the books": count and net amount, money in positive.

    The amount stands in the label: under a report's column it would pass for a debit, a credit
    or a part of a total, and it is none of these.
    """
    count = header.undecided.count
    noun = "bank transaction" if count == 1 else "bank transactions"
    label = f"Not yet in the books: {count} {noun}"
    if count:
        amount = grouped(header.undecided.amount, header.currency)
        label += f", {amount} {header.currency} net"
    return ReportRow("note", label)
