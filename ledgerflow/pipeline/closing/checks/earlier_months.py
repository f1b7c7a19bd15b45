"""Books are closed in order: what is still open before the period may change its openings."""

from ledgerflow.ledger.periods import months_said, open_months
from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding


def find(books: Books) -> Finding:
    """Blocking while an earlier month that has entries is not locked."""
    months = open_months(books.business, before=books.start)
    if not months:
        return Finding("ok", "every earlier month with entries is locked")
    return Finding(
        "blocking",
        f"open, with entries: {months_said(months)}",
        f"Close {months[0]:%Y-%m} first.",
    )


CHECK = Check("earlier_months", "Earlier months are locked", find)
