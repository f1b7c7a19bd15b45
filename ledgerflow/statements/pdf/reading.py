"""Pages of words to statements: rows, tables, accounts, candidate readings, the proof.

Here: the order of the steps. Not here: any of them. No reader knows a bank: what a page means is
decided by its own words, its alignment and its arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.parsed import Fault, ParsedStatement
from ledgerflow.statements.pdf.accounts import Account
from ledgerflow.statements.pdf.body import Walk
from ledgerflow.statements.pdf.carrying import carries_days
from ledgerflow.statements.pdf.choosing import Chosen, choose
from ledgerflow.statements.pdf.dating import Calendar, calendar_of
from ledgerflow.statements.pdf.daysbelow import with_days_below
from ledgerflow.statements.pdf.daytotals import with_day_totals
from ledgerflow.statements.pdf.figures import style_of
from ledgerflow.statements.pdf.layouts import find_layouts
from ledgerflow.statements.pdf.missingpages import emptied_page, missing_pages
from ledgerflow.statements.pdf.monthheads import with_months
from ledgerflow.statements.pdf.page import Page
from ledgerflow.statements.pdf.rows import rows_of
from ledgerflow.statements.pdf.scanning import furniture_of, scan, split_fused
from ledgerflow.statements.pdf.sides import split_sides
from ledgerflow.statements.pdf.splitting import account_splits

_NO_TABLE = Fault(
    "pdf_no_table",
    "No table of transactions was found on the pages.",
    "Check that this is an account statement; else export it as OFX, CAMT, MT940 or CSV.",
)


@dataclass(frozen=True, slots=True)
class PdfReading:
    """What pages say: statements, every fault together, and how they were understood."""

    statements: tuple[ParsedStatement, ...]
    faults: tuple[Fault, ...] = ()
    reading: Mapping[str, Any] = field(default_factory=dict)


def read_pages(pages: Sequence[Page]) -> PdfReading:
    """Read all pages of one file; never raises for what they say."""
    by_page = [split_sides(rows_of(page)) for page in pages]
    furniture = furniture_of(by_page)
    rows = [row for page in by_page for row in page]
    style = style_of(w.text for row in rows if row.has_digit for w in row.words)
    scans = [scan(row, style, is_furniture=id(row) in furniture) for row in rows]
    scans = with_day_totals(with_months(split_fused(scans, style)))
    layouts, numbers, heads = find_layouts(scans)
    scans, texts = with_days_below(scans, layouts, numbers, heads)
    if texts:
        layouts, numbers, heads = find_layouts(scans)
    tables = [s for layout in layouts for s in layout.dated]
    calendar = calendar_of(scans, tables)
    money = {id(s) for layout in layouts for s in (*layout.dated, *layout.undated)} | texts
    splits = account_splits(scans, {i for i, s in enumerate(scans) if id(s) in money}, heads)
    walk = Walk(scans, layouts, numbers, heads, carries_days(scans, layouts, numbers), splits)
    accounts = [a for a in walk.run() if _is_statement(a)]
    if not accounts:
        return PdfReading((), (_NO_TABLE,), {"pages": len(pages)})
    chosen = [choose(a, layouts, calendar, scans) for a in accounts]
    faults = [f for c in chosen for f in c.faults] + _calendar_faults(calendar)
    faults += missing_pages(by_page, is_closed=all(c.is_closed for c in chosen))
    faults += emptied_page(by_page, is_carried=any(c.is_carried for c in chosen))
    return PdfReading(
        tuple(c.statement for c in chosen),
        capped(faults, "pdf_more_faults"),
        _reading(calendar, style.decimal, chosen),
    )


def _is_statement(account: Account) -> bool:
    balances = account.has_kind("opening") and account.has_kind("closing")
    return bool(account.items) or (account.states_empty and bool(account.printed)) or balances


def _calendar_faults(calendar: Calendar) -> list[Fault]:
    if calendar.open_order:
        return [
            Fault(
                "date_order_ambiguous",
                "Day and month of the dates can be told two ways, and no page decides.",
                "Say which order the bank uses: day first or month first.",
            )
        ]
    return []


def _reading(calendar: Calendar, decimal: str, chosen: Sequence[Chosen]) -> dict[str, Any]:
    return {
        "date_order": calendar.order,
        "decimal_mark": decimal,
        "period": [str(d) for d in (calendar.start, calendar.end) if d],
        "accounts": [c.explained for c in chosen],
    }
