"""A period is closed once it is over: until then something may still happen in it."""

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding


def find(books: Books) -> Finding:
    """Blocking while today lies within the period or before it."""
    if books.end < books.today:
        return Finding("ok", f"its last day was {books.end}")
    return Finding(
        "blocking",
        f"it runs until {books.end}, today is {books.today}",
        "Close it when it is over.",
    )


CHECK = Check("period_over", "The period is over", find)
