"""Every bank transaction of the period is decided: what is not is missing from the books.

What a decision keeps out of the books is named, for whoever signs them; it holds nothing up.
"""

from collections.abc import Iterable

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, money
from ledgerflow.review.selectors import NotBooked, not_booked


def find(books: Books) -> Finding:
    """Blocking while there is undecided money: count and net amount by currency."""
    found = not_booked(books.business, start=books.start, end=books.end)
    left_out = _sums(n for n in found if n.is_excluded)
    also = f"; excluded by decision: {left_out}" if left_out else ""
    waiting = _sums(n for n in found if not n.is_excluded)
    if not waiting:
        return Finding("ok", f"nothing of the period waits{also}")
    return Finding(
        "blocking", f"not yet in the books: {waiting}{also}", "Decide them: `ledgerflow review`."
    )


def _sums(found: Iterable[NotBooked]) -> str:
    return "; ".join(
        f"{counted(n.count, 'transaction')}, {money(n.amount, n.currency)} net" for n in found
    )


CHECK = Check("undecided", "Every bank transaction is decided", find)
