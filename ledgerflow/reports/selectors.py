"""A report of a business by its id: reading what its builder needs, and building it.

Here: the wiring of the catalog to the ledger and the tax forms, in a firm's scope. Not here: what
is undecided and what the banks say (pipeline/reporting.py asks and hands it in), or any row.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.selectors import Balance, account_balances, month_amounts
from ledgerflow.reports.catalog import report_get
from ledgerflow.reports.inputs import AccountBalance, MonthAmount, ReportHeader
from ledgerflow.reports.periods import Days, report_days
from ledgerflow.reports.schedule_c_worksheet import build_schedule_c_worksheet
from ledgerflow.reports.spec import Needs, Report, ReportCheck, Undecided
from ledgerflow.tax.forms import TaxForm, form_get
from ledgerflow.tax.mapping import lines_from_accounts
from ledgerflow.tax.selectors import chosen_lines
from ledgerflow.tax.worksheet import worksheet

SCHEDULE_C = "schedule_c"
PROFIT_TYPES = ("income", "expense")

NOT_COUNTED = ReportCheck(
    "Bank transactions not yet in the books are counted",
    passed=False,
    detail="whoever asked for this report did not look for undecided transactions",
)


def days_of(
    business: Business,
    report_id: str,
    year: int,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Days:
    """The days that `report_for` would cover for the same arguments; same errors."""
    return report_days(
        report_get(report_id).needs,
        year=year,
        first_month=business.fiscal_year_start_month,
        start=start,
        end=end,
    )


def report_for(
    *,
    business: Business,
    report_id: str,
    year: int,
    start: dt.date | None = None,
    end: dt.date | None = None,
    undecided: Undecided | None = None,
    checks: Sequence[ReportCheck] = (),
    draft: bool = False,
    inputs: Mapping[str, Decimal] | None = None,
) -> Report:
    """Read and build a report of a year, or of `start` to `end` (both included).

    `year` is the fiscal year that begins in that calendar year; a tax worksheet takes the
    calendar year. Left out, `undecided` makes a check fail: a report must not look complete by
    silence. `draft` allows a tax year of unknown layout; `inputs` are amounts that a person
    enters on lines of a worksheet. Raises InputError for an unknown report, year, days or line,
    RuleError where a form does not fit the books.
    """
    kind = report_get(report_id)
    days = days_of(business, report_id, year, start, end)
    form = _form_for(business, year, draft=draft) if kind.needs == "worksheet" else None
    read = _read(business, kind.needs, days)
    header = _header(business, days, undecided, checks, read)
    # Two currencies have no common sum: what is kept in another one is named by a check instead.
    own = [b for b in read if b.currency == business.base_currency]
    if form is not None:
        return _worksheet(header, business, form, own, inputs or {})
    if kind.needs == "months":
        return kind.builder(header, [_month_amount(b) for b in own])
    return kind.builder(header, [_account_balance(b) for b in own])


def _read(business: Business, needs: Needs, days: Days) -> list[Balance]:
    if needs == "months" and days.start is not None:
        return month_amounts(business, start=days.start, end=days.end, types=PROFIT_TYPES)
    return account_balances(business, start=days.start, end=days.end)


def _worksheet(
    header: ReportHeader,
    business: Business,
    form: TaxForm,
    movements: Sequence[Balance],
    inputs: Mapping[str, Decimal],
) -> Report:
    accounts = [_account_balance(b) for b in movements]
    chosen = chosen_lines(business, form.id, form.year)
    lines = lines_from_accounts(form, accounts, chosen)
    result = worksheet(form, lines.amounts, inputs, lines.sources)
    return build_schedule_c_worksheet(header, result, lines.unmapped)


def _form_for(business: Business, year: int, *, draft: bool) -> TaxForm:
    form = form_get(SCHEDULE_C, year, draft=draft)
    if business.base_currency != form.currency:
        raise RuleError(
            f"{business.name} keeps its books in {business.base_currency}; {form.title} is filled"
            f" in with {form.currency}.",
            code="form_currency",
            hint="Use the profit and loss, or keep the books in the form's currency.",
        )
    return form


def _header(
    business: Business,
    days: Days,
    undecided: Undecided | None,
    checks: Sequence[ReportCheck],
    read: Sequence[Balance],
) -> ReportHeader:
    missing = (NOT_COUNTED,) if undecided is None else ()
    return ReportHeader(
        business=business.name,
        currency=business.base_currency,
        period_label=days.label,
        start=days.start,
        end=days.end,
        undecided=undecided or Undecided(0, Decimal(0)),
        checks=(*checks, *missing, *_currency_check(business, read)),
    )


def _currency_check(business: Business, read: Sequence[Balance]) -> list[ReportCheck]:
    others = {b.account_id: b for b in read if b.currency != business.base_currency}
    if not others:
        return []
    named = ", ".join(f"{b.code} {b.name} ({b.currency})" for b in others.values())
    label = f"All accounts are kept in {business.base_currency}"
    return [ReportCheck(label, passed=False, detail=f"left out of this report: {named}")]


def _account_balance(balance: Balance) -> AccountBalance:
    return AccountBalance(
        account_id=balance.account_id,
        code=balance.code,
        name=balance.name,
        type=balance.type,
        key=balance.key,
        amount=balance.amount,
        entries=balance.entries,
        heading_key=balance.parent_key,
    )


def _month_amount(balance: Balance) -> MonthAmount:
    if balance.month is None:
        raise ValueError("an amount of a month names its month")
    return MonthAmount(
        account_id=balance.account_id,
        code=balance.code,
        name=balance.name,
        type=balance.type,
        key=balance.key,
        month=balance.month,
        amount=balance.amount,
        entries=balance.entries,
        heading_key=balance.parent_key,
    )
