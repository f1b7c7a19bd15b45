"""Every bank transaction of the period is decided: what is not is missing from the books."""

from django.db.models import Count, Sum

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, money
from ledgerflow.review.selectors import undecided


def find(books: Books) -> Finding:
    """Blocking while there is undecided money: count and net amount by currency."""
    rows = undecided(books.business).filter(date__gte=books.start, date__lte=books.end)
    sums = (
        rows.order_by("currency")
        .values_list("currency")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    found = [f"{counted(n, 'transaction')}, {money(amount, c)} net" for c, n, amount in sums]
    if not found:
        return Finding("ok", "nothing of the period waits")
    return Finding(
        "blocking",
        "not yet in the books: " + "; ".join(found),
        "Decide them: `ledgerflow review`.",
    )


CHECK = Check("undecided", "Every bank transaction is decided", find)
