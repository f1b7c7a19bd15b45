"""The books of each bank account come to what its statement closes with.

Here: the reconciliation at the period's end, as a check. Not here: comparing
(pipeline/reconciliation.py).
"""

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, listed
from ledgerflow.pipeline.reconciliation import reconcile


def find(books: Books) -> Finding:
    """Blocking for a gap; a warning where no closing balance is printed."""
    results = reconcile(books.business, until=books.end)
    gaps = [f"{r.name}: {r.explanation}" for r in results if not r.ok and r.closing is not None]
    if gaps:
        todo = "Find what the explanation names; `ledgerflow coverage` shows what is missing."
        return Finding("blocking", listed(gaps), todo)
    blank = [f"{r.name}: {r.explanation}" for r in results if r.closing is None]
    if blank:
        todo = "State the balance that the bank shows, or import a statement that prints one."
        return Finding("warning", listed(blank), todo)
    if not results:
        return Finding("ok", "there is no bank account")
    said = listed((f"{r.name}: {r.explanation}" for r in results), shown=2)
    return Finding("ok", f"{counted(len(results), 'bank account')} compared: {said}")


CHECK = Check("reconciled", "Bank accounts equal their statements", find)
