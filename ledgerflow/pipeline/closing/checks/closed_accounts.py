"""Income and costs on accounts that take no entries any more cannot be closed into equity."""

from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, listed, money


def find(books: Books) -> Finding:
    """Blocking where a closed account or a heading has income or costs at the year's end."""
    shut = Account.objects.filter(business=books.business, type__in=("income", "expense"))
    ids = [a.pk for a in shut if a.is_heading or not a.is_active]
    found = account_balances(books.business, end=books.end, account_ids=ids) if ids else []
    left = [f"{b.code} {b.name}: {money(b.amount, b.currency)}" for b in found if b.amount]
    if not left:
        return Finding("ok", "every account with a result takes entries")
    todo = "Open these accounts again until the year is closed."
    return Finding("blocking", listed(left), todo)


CHECK = Check("closed_accounts", "No result stands on a closed account", find, year_only=True)
