"""The chart of accounts as its page shows it: a tree with balances and tax lines.

Here: reads in a firm's scope. Not here: changing it (pipeline/chartediting.py).
Amounts are debit positive, in the account's currency.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account, MonthBalance
from ledgerflow.ledger.selectors import account_balances, accounts
from ledgerflow.pipeline.profile_questions import FORMS_OF_REGIMES
from ledgerflow.reports.periods import fiscal_year
from ledgerflow.tax.forms import TaxForm, TaxLine, form_get
from ledgerflow.tax.mapping import NO_LINE
from ledgerflow.tax.selectors import chosen_lines

RESULT_TYPES = frozenset({Account.Type.INCOME, Account.Type.EXPENSE})
BANK_HEADINGS = frozenset({"bank_accounts", "credit_cards"})
"""Below these stand the accounts of banks, which are opened with a bank account."""


@dataclass(frozen=True, slots=True)
class TaxPlace:
    """Where an account stands on the form: `line` None for no line; `is_own` where a person
    chose it, not the form's default.
    """

    line: TaxLine | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class ChartRow:
    """An account in the tree: `depth` 0 at the top. A heading's `amount` is that of all below it,
    None where these are in several currencies; `tax` is None where the form takes no such account.
    """

    account: Account
    depth: int
    amount: Decimal | None
    currency: str
    tax: TaxPlace | None


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """The accounts of one type, in order."""

    type: str
    label: str
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart in a fiscal year. `closed_count`: closed accounts that are not shown."""

    business: Business
    year: int
    start: dt.date
    end: dt.date
    groups: tuple[TypeGroup, ...]
    closed_count: int
    form: TaxForm | None
    headings: tuple[Account, ...]


def chart_view(
    business: Business, *, year: int | None = None, text: str = "", with_closed: bool = False
) -> ChartView:
    """The chart with each account's balance: of income and costs over the year, of all others at
    its end. `text` is in a code or name; headings above what fits stay. At most five queries.
    """
    wanted = newest_year(business) if year is None else year
    start, end = fiscal_year(wanted, business.fiscal_year_start_month)
    chart = list(accounts(business))
    amounts = _amounts(business, start, end)
    form = form_of(business, wanted)
    places = _tax_places(business, chart, form)
    shown = _fitting(chart, text.strip().casefold(), with_closed=with_closed)
    rows = list(_tree(chart, shown, amounts, places))
    return ChartView(
        business=business,
        year=wanted,
        start=start,
        end=end,
        groups=tuple(_groups(rows)),
        closed_count=0 if with_closed else sum(not a.is_active for a in chart),
        form=form,
        headings=tuple(a for a in chart if a.is_heading and a.key not in BANK_HEADINGS),
    )


def newest_year(business: Business) -> int:
    """The fiscal year (by the calendar year it begins in) of the newest month with entries."""
    newest = MonthBalance.objects.filter(business=business).aggregate(month=Max("month"))["month"]
    day = newest or dt.date.today()  # noqa: DTZ011  # an empty chart has no year of its own
    return day.year - (day.month < business.fiscal_year_start_month)


def form_of(business: Business, year: int) -> TaxForm | None:
    """The tax form of a year, as a draft where its layout is not known; None without a form."""
    form_id = FORMS_OF_REGIMES.get(business.tax_regime)
    return form_get(form_id, year, draft=True) if form_id else None


def tax_place(form: TaxForm | None, account: Account, chosen: Mapping[int, str]) -> TaxPlace | None:
    """Where an account stands on a form; None for headings, and for balance-sheet accounts that
    nobody put on a line.
    """
    if form is None or account.is_heading:
        return None
    own = account.pk in chosen
    if not own and account.type not in RESULT_TYPES:
        return None
    line_id = chosen[account.pk] if own else form.default_mapping.get(account.key, NO_LINE)
    line_id = form.aliases.get(line_id, line_id)
    found = next((line for line in form.lines if line.id == line_id), None) if line_id else None
    return TaxPlace(found, own)


def _tax_places(
    business: Business, chart: Sequence[Account], form: TaxForm | None
) -> dict[int, TaxPlace | None]:
    if form is None:
        return {}
    chosen = chosen_lines(business, form.id, form.year)
    return {account.pk: tax_place(form, account, chosen) for account in chart}


def _amounts(business: Business, start: dt.date, end: dt.date) -> dict[int, Decimal]:
    year = account_balances(business, start=start, end=end, without_closing=True)
    standing = account_balances(business, end=end)
    of_year = {b.account_id: b.amount for b in year if b.type in RESULT_TYPES}
    return of_year | {b.account_id: b.amount for b in standing if b.type not in RESULT_TYPES}


def _fitting(chart: Sequence[Account], wanted: str, *, with_closed: bool) -> set[int]:
    """Ids of the accounts to show: those that fit, and every heading above one."""
    parents = {account.pk: account.parent_id for account in chart}
    shown: set[int] = set()
    for account in chart:
        if not (account.is_active or with_closed):
            continue
        if wanted and wanted not in f"{account.code} {account.name}".casefold():
            continue
        above: int | None = account.pk
        while above is not None and above not in shown:
            shown.add(above)
            above = parents.get(above)
    return shown


def _tree(
    chart: Sequence[Account],
    shown: set[int],
    amounts: Mapping[int, Decimal],
    places: Mapping[int, TaxPlace | None],
) -> Iterator[ChartRow]:
    below: dict[int | None, list[Account]] = {}
    for account in chart:
        below.setdefault(account.parent_id, []).append(account)

    def walk(parent_id: int | None, depth: int) -> Iterator[ChartRow]:
        for account in below.get(parent_id, ()):
            if account.pk in shown:
                amount, currency = _sum(account, below, amounts)
                tax = places.get(account.pk)
                yield ChartRow(account, depth, amount, currency, tax)
                yield from walk(account.pk, depth + 1)

    yield from walk(None, 0)


def _sum(
    account: Account, below: Mapping[int | None, list[Account]], amounts: Mapping[int, Decimal]
) -> tuple[Decimal | None, str]:
    """What an account and all below it come to; None where that is in several currencies."""
    waiting, found = [account], {account.currency: amounts.get(account.pk, Decimal(0))}
    if account.is_heading and not found[account.currency]:
        found = {}
    while waiting:
        for child in below.get(waiting.pop().pk, ()):
            waiting.append(child)
            amount = amounts.get(child.pk, Decimal(0))
            if amount:
                found[child.currency] = found.get(child.currency, Decimal(0)) + amount
    if len(found) > 1:
        return None, ""
    currency, amount = next(iter(found.items()), (account.currency, Decimal(0)))
    return amount, currency


def _groups(rows: Sequence[ChartRow]) -> Iterator[TypeGroup]:
    for kind in Account.Type:
        own = tuple(row for row in rows if row.account.type == kind)
        if own:
            yield TypeGroup(kind.value, str(kind.label), own)


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account as it is edited: where it stands on the form, and the lines it could go to."""

    business: Business
    account: Account
    year: int
    form: TaxForm | None
    tax: TaxPlace | None
    lines: tuple[TaxLine, ...]
    is_of_bank: bool


def account_view(business: Business, account: Account, *, year: int | None = None) -> AccountView:
    """An account to be edited in a fiscal year; at most three queries."""
    wanted = newest_year(business) if year is None else year
    fiscal_year(wanted, business.fiscal_year_start_month)  # refuses what is no year
    form = form_of(business, wanted)
    chosen = chosen_lines(business, form.id, form.year) if form else {}
    return AccountView(
        business=business,
        account=account,
        year=wanted,
        form=form,
        tax=tax_place(form, account, chosen),
        lines=tuple(line for line in form.lines if line.takes_accounts) if form else (),
        is_of_bank=account.parent is not None and account.parent.key in BANK_HEADINGS,
    )
