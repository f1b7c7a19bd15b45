"""Gains and losses by holding other currencies: cost against the value on the last day.

Here: the rows. Not here: average cost (holdings.py) or rates (translation.py).
What has left an account gained or lost by then (realised); what is still there would if it were
exchanged on the last day (unrealised). Both together come to the exchange difference of the trial
balance; a row of its own says what they do not explain.
"""

from decimal import Decimal

from ledgerflow.reports.engine import EMPTY, ZERO, report_make, sum_row
from ledgerflow.reports.figures import plain
from ledgerflow.reports.inputs import ExchangeResult, ForeignHolding, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
    RowKind,
    Trace,
)

COLUMNS = (
    ReportColumn("Balance", kind="text"),
    ReportColumn("Cost"),
    ReportColumn("Value"),
    ReportColumn("Unrealised gain"),
    ReportColumn("Realised so far"),
)
DIFFERENCE = "Exchange gains and losses, as in the trial balance"
OTHER = "Rounding, and exchanges between two other currencies"


def build_unrealised_gains(header: ReportHeader, result: ExchangeResult) -> Report:
    """The report on `header.end`; accounts that never moved are left out."""
    rows = [_row(header, h) for h in sorted(result.holdings, key=lambda h: (h.code, h.account_id))]
    total = sum_row("Total", rows, len(COLUMNS), kind="total")
    gained = sum((h.unrealised + h.realised for h in result.holdings), ZERO)
    other = result.gain - gained
    sections = [ReportSection("", (*rows, _total(total)) if rows else ())]
    if rows or other:
        sections.append(ReportSection("", _whole(gained, other, result.gain)))
    return report_make(REPORT, header, COLUMNS, sections)


def _row(header: ReportHeader, holding: ForeignHolding) -> ReportRow:
    trace = Trace((holding.account_id,), header.start, header.end) if holding.lines else None
    balance = f"{plain(holding.amount, holding.currency)} {holding.currency}"
    figures = (holding.cost, holding.value, holding.unrealised, holding.realised)
    cells = (ReportCell(balance, trace), *(ReportCell(value, trace) for value in figures))
    return ReportRow("account", holding.name, holding.code, cells, holding.account_id)


def _total(total: ReportRow) -> ReportRow:
    """Balances of several currencies have no sum."""
    return ReportRow("total", total.label, cells=(EMPTY, *total.cells[1:]))


def _whole(gained: Decimal, other: Decimal, gain: Decimal) -> tuple[ReportRow, ...]:
    """The way from both totals to the exchange difference of the trial balance."""
    named: list[tuple[RowKind, str, Decimal]] = [("line", "Unrealised and realised", gained)]
    if other:
        named.append(("line", OTHER, other))
    named.append(("total", DIFFERENCE, gain))
    return tuple(
        ReportRow(kind, label, cells=(EMPTY, EMPTY, EMPTY, ReportCell(amount), EMPTY))
        for kind, label, amount in named
    )


REPORT = ReportKind(
    id="unrealised_gains",
    title="Unrealised gains and losses",
    description="What money in other currencies cost, its value on a day, and the gain or loss.",
    needs="holdings",
    builder=build_unrealised_gains,
)
