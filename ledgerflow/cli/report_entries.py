"""The entries behind a report's rows, as a list for people.

Here: a page of entries under each account's row, and how to go on from there. Not here: finding
them (ledger/drilldown.py). Import this only after `database_ready()`.
"""

import shlex
from decimal import Decimal

from ledgerflow.cli.console import counted, money, one_line, say
from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drilldown import (
    EntriesPage,
    EntryBehind,
    EntryPlace,
    FigureSum,
    entries_behind,
)
from ledgerflow.reports.engine import trace_join
from ledgerflow.reports.spec import Report, ReportRow, Trace


def entries_show(place: Place, made: Report, *, account: str = "", after: str = "") -> None:
    """Under each account's row that moved: the first entries behind it, oldest first.

    `account`: of the row with this code or name only, `after` a place that a list before ended
    with. Raises InputError where the report has no such row.
    """
    asked = _asked(made, account)
    if account and not asked:
        raise InputError(
            f"{made.title} has no account {account!r} with entries behind it.",
            code="no_such_row",
            hint="Use the code of an account's row as the report prints it, such as 6110.",
        )
    start = EntryPlace.read(after) if after else None
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        for row, trace in asked:
            page_show(row, _page(business, trace, start))


def page_show(row: ReportRow, page: EntriesPage) -> None:
    """One row's entries; a last line where there are more of them."""
    say(f"\n{row.code} {row.label}".rstrip(), "bold")
    for behind in page.entries:
        _entry_show(behind, in_several=len(page.sums) > 1)
    if not page.is_whole:
        shown = f"{counted(page.lines, 'line')} of {page.total_lines}"
        say(f"  {shown}, {'; '.join(map(_sum_text, page.sums))}{_way_on(row, page)}", "dim")


def _entry_show(behind: EntryBehind, *, in_several: bool) -> None:
    entry = behind.entry
    what = one_line(entry.description, 60)
    for currency in dict.fromkeys(line.currency for line in behind.lines):
        own = (line.amount for line in behind.lines if line.currency == currency)
        amount = f"{money(sum(own, Decimal(0)), currency):>12}{f' {currency}' * in_several}"
        say(f"  {entry.number:>6}  {entry.date}  {amount}  {what}")


def _sum_text(one: FigureSum) -> str:
    return f"{money(one.amount, one.currency)} of {money(one.total, one.currency)} {one.currency}"


def _way_on(row: ReportRow, page: EntriesPage) -> str:
    if page.next is None:
        return ""
    return f"; the next: --account {shlex.quote(row.code or row.label)} --after {page.next}"


def _asked(made: Report, wanted: str) -> list[tuple[ReportRow, Trace]]:
    """Rows of accounts that moved, each with the question over all its cells."""
    rows = [r for r in made.rows if r.kind == "account" and wanted in ("", r.code, r.label)]
    traces = [trace_join(cell.trace for cell in row.cells) for row in rows]
    return [(row, t) for row, t in zip(rows, traces, strict=True) if t is not None]


def _page(business: Business, trace: Trace, after: EntryPlace | None) -> EntriesPage:
    return entries_behind(
        business,
        account_ids=trace.account_ids,
        start=trace.start,
        end=trace.end,
        without_closing=trace.without_closing,
        after=after,
    )
