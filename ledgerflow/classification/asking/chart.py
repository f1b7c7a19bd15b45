"""The accounts that an agent may choose among, in words a model understands.

Here: which accounts are offered, and their labels with the line of the tax form. Not here: the
rest of the question (questions.py). What is offered is all that an answer may name.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import QuerySet, Sum

from ledgerflow.agents.masking import masked
from ledgerflow.classification.facts import TRANSFERS_KEY
from ledgerflow.classification.models import PayeeMemory
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.statements.models import BankAccount
from ledgerflow.tax.forms import TaxForm, form_get, form_years
from ledgerflow.tax.selectors import chosen_lines

OFFERED_MOST = 120
"""A larger chart is cut: a model gets lost in it, and each account costs tokens."""

FORMS = {Business.TaxRegime.US_SCHEDULE_C.value: "schedule_c"}

_TYPES = {
    "out": ("expense", "liability", "equity", "asset", "income"),
    "in": ("income", "liability", "equity", "asset", "expense"),
}


def bookable_accounts(business: Business) -> QuerySet[Account]:
    """Open accounts that a bank transaction can belong to, by code.

    Banks' own accounts and the clearing of transfers are left out: money gets there by pairing
    two halves, never by a choice.
    """
    banks = BankAccount.objects.filter(business=business).values("ledger_account")
    return (
        Account.objects.filter(business=business, is_active=True, is_heading=False)
        .exclude(key=TRANSFERS_KEY)
        .exclude(pk__in=banks)
        .order_by("code")
    )


def offered_accounts(
    business: Business, direction: str, likely: Iterable[int] = ()
) -> dict[str, str]:
    """Account id as text -> "code name (type; line of the tax form)", by code, masked.

    Of a large chart those stay that are `likely` (ids), then those that people used most, then
    those of the types that money in this direction mostly belongs to.
    """
    accounts = list(bookable_accounts(business))
    if len(accounts) > OFFERED_MOST:
        accounts = _chosen(business, accounts, direction, frozenset(likely))
    lines = _line_labels(business)
    return {str(one.pk): _label(one, lines) for one in accounts}


def account_label(account: Account) -> str:
    """How an account is called wherever a model reads of it."""
    return _masked(f"{account.code} {account.name}")


@lru_cache(maxsize=4_096)
def _masked(label: str) -> str:
    """A chart is told with every question, and changes seldom."""
    return masked(label)


def _label(account: Account, lines: "_Lines") -> str:
    line = lines.label(account)
    told = f"{account.type}; {line}" if line else account.type
    return f"{account_label(account)} ({told})"


def _chosen(
    business: Business, accounts: list[Account], direction: str, likely: frozenset[int]
) -> list[Account]:
    used: Counter[int] = Counter()
    counts = PayeeMemory.objects.filter(business=business, count__gt=0).values("account_id")
    for row in counts.annotate(times=Sum("count")).order_by():
        used[row["account_id"]] = row["times"]
    types = _TYPES[direction]

    def rank(account: Account) -> tuple[bool, int, int, str]:
        place = types.index(account.type)
        return account.pk not in likely, -used[account.pk], place, account.code

    kept = sorted(accounts, key=rank)[:OFFERED_MOST]
    return sorted(kept, key=lambda account: account.code)


class _Lines:
    """The lines of the business's tax form by account, the newest year's layout."""

    def __init__(self, form: TaxForm | None, chosen: dict[int, str]) -> None:
        self._form = form
        self._chosen = chosen

    def label(self, account: Account) -> str:
        """ "line 18 Office expense", or "" where the account goes on no line."""
        form = self._form
        if form is None:
            return ""
        default = ""
        if account.type in (Account.Type.INCOME, Account.Type.EXPENSE):
            default = form.default_mapping.get(account.key, "")
        line_id = self._chosen.get(account.pk, default)
        line_id = form.aliases.get(line_id, line_id)
        found = next((line for line in form.lines if line.id == line_id), None)
        return f"line {found.id} {found.label}" if found else ""


def _line_labels(business: Business) -> _Lines:
    form_id = FORMS.get(business.tax_regime)
    if form_id is None:
        return _Lines(None, {})
    form = form_get(form_id, form_years(form_id)[-1])
    return _Lines(form, chosen_lines(business, form.id, form.year))
