"""Statements cover every day of the period, of each bank account that has statements.

Here: months without a statement and days that none covers. Not here: whether a statement is
proved (unproved.py), or bank accounts whose ledger account is closed.

A few days before an account's first statement or after its newest are only looked at: files that
name no period end with their last line, and the days after it were quiet or come with the next.
"""

from collections.abc import Iterator

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, listed
from ledgerflow.statements.coverage import Month
from ledgerflow.statements.covering import AccountCoverage
from ledgerflow.statements.spans import count, month_end

WITHOUT = {"missing": "no statement", "awaited": "no statement yet"}
EDGE_DAYS_MAX = 7


def find(books: Books) -> Finding:
    """Blocking where days of the period lack a statement; a warning for a few at the edges."""
    accounts = [one for one in books.coverage.accounts if one.account.ledger_account.is_active]
    known = [one for one in accounts if one.months]
    missing = [(is_edge, text) for one in known for is_edge, text in _missing(one, books)]
    blocking = [text for is_edge, text in missing if not is_edge]
    if blocking:
        todo = "Import the missing statements; `ledgerflow coverage` shows the days."
        return Finding("blocking", listed(blocking), todo)
    if missing:
        todo = "Nothing, if the bank shows no movement on these days; a later statement tells."
        return Finding("warning", listed(text for _, text in missing), todo)
    if not known:
        return Finding("ok", "no bank account has statements")
    return Finding("ok", f"{counted(len(known), 'bank account')} covered on every day")


def _missing(one: AccountCoverage, books: Books) -> Iterator[tuple[bool, str]]:
    """Months of the period that lack days: whether only at an edge, and in words."""
    for place, month in enumerate(one.months):
        if books.start <= month.first <= books.end and (month.state in WITHOUT or month.gaps):
            yield _is_edge(one, place), f"{one.account}, {month.first:%Y-%m}: {_words(month)}"


def _is_edge(one: AccountCoverage, place: int) -> bool:
    """True where all days that lack lie before the first statement or after the newest."""
    month = one.months[place]
    if month.state in WITHOUT or count(month.gaps) > EDGE_DAYS_MAX:
        return False
    is_newest = all(later.state == "awaited" for later in one.months[place + 1 :])
    return all(
        (place == 0 and first == month.first) or (is_newest and last == month_end(month.first))
        for first, last in month.gaps
    )


def _words(month: Month) -> str:
    if month.state in WITHOUT:
        return WITHOUT[month.state]
    days = ", ".join(f"{a.day} to {b.day}" if a != b else str(a.day) for a, b in month.gaps)
    return f"no statement for day {days}"


CHECK = Check("coverage", "Statements cover every day", find)
