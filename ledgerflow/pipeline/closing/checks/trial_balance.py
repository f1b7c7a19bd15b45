"""Debits equal credits in each currency at the end of the period."""

from decimal import Decimal

from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, money


def find(books: Books) -> Finding:
    """Blocking where they differ."""
    sides: dict[str, list[Decimal]] = {}
    for balance in account_balances(books.business, end=books.end):
        both = sides.setdefault(balance.currency, [Decimal(0), Decimal(0)])
        both[balance.amount < 0] += abs(balance.amount)
    said = "; ".join(
        f"debit {money(debit, c)} and credit {money(credit, c)}"
        for c, (debit, credit) in sorted(sides.items())
    )
    if all(debit == credit for debit, credit in sides.values()):
        return Finding("ok", said or "no entries")
    todo = "The books were changed behind LedgerFlow's back: run `ledgerflow verify`."
    return Finding("blocking", said, todo)


CHECK = Check("trial_balance", "Debits equal credits", find)
