"""A report of a business by its id: reading what its builder needs, and building it.

Here: the wiring of the catalog to the ledger and the tax forms, in a firm's scope. Not here: what
is undecided and what the banks say (pipeline/reporting.py asks and hands it in), or any row.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.afterclose import entries_after_close
from ledgerflow.ledger.selectors import Balance, account_balances, month_amounts
from ledgerflow.reports.catalog import report_get
from ledgerflow.reports.foreign import (
    Notes,
    balances_translated,
    exchange_result,
    months_translated,
    year_translated,
)
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.periods import Days, report_days
from ledgerflow.reports.registers import all_accounts, chosen_accounts
from ledgerflow.reports.schedule_c_worksheet import build_schedule_c_worksheet
from ledgerflow.reports.spec import Needs, Report, ReportCheck, Undecided
from ledgerflow.reports.translated import account_balance
from ledgerflow.tax.forms import TaxForm, form_get
from ledgerflow.tax.mapping import lines_from_accounts
from ledgerflow.tax.selectors import chosen_lines
from ledgerflow.tax.worksheet import worksheet

SCHEDULE_C = "schedule_c"
PROFIT_TYPES = ("income", "expense")
OF_PROFIT: frozenset[Needs] = frozenset({"months", "worksheet"})
"""Needs of reports that closing entries would leave nothing of."""

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
    account: str = "",
) -> Report:
    """Read and build a report of a year, or of `start` to `end` (both included).

    `year` is the fiscal year that begins in that calendar year; a tax worksheet takes the
    calendar year. Left out, `undecided` makes a check fail: a report must not look complete by
    silence. `draft` allows a tax year of unknown layout; `inputs` are amounts that a person
    enters on lines of a worksheet; `account` (code, key or name) is whose register it is. Raises
    InputError for an unknown report, year, days, line or account and a ledger that is too long,
    RuleError where a form does not fit the books.
    """
    kind = report_get(report_id)
    days = days_of(business, report_id, year, start, end)
    form = _form_for(business, year, draft=draft) if kind.needs == "worksheet" else None
    data, notes = _read(business, kind.needs, days, account)
    header = _header(business, kind.needs, days, undecided, checks, notes)
    if form is not None:
        return _worksheet(header, business, form, data, inputs or {})
    return kind.builder(header, data)


def _read(business: Business, needs: Needs, days: Days, account: str) -> tuple[Any, Notes]:
    """What a builder takes after the header (spec.ReportKind)."""
    if needs == "register":
        return chosen_accounts(business, account, days.start, days.end), Notes()
    if needs == "ledger":
        return all_accounts(business, days.start, days.end), Notes()
    if needs == "worksheet":
        return _worksheet_accounts(business, days)
    if needs == "changes":
        return entries_after_close(business, start=_first(days), end=days.end), Notes()
    if needs == "months":
        first = _first(days)
        return months_translated(business, _months(business, days), first, days.end)
    balances = account_balances(business, start=days.start, end=days.end)
    if needs == "holdings":
        return exchange_result(business, balances, days.end)
    told, notes = balances_translated(business, balances, days.end)
    return told.balances, notes


def _months(business: Business, days: Days) -> list[Balance]:
    """Income and expenses by month; closing entries would leave nothing of a closed year."""
    return month_amounts(
        business,
        start=_first(days),
        end=days.end,
        types=PROFIT_TYPES,
        without_closing=True,
    )


def _first(days: Days) -> dt.date:
    if days.start is None:
        raise ValueError("figures by month have a first day")
    return days.start


def _worksheet_accounts(business: Business, days: Days) -> tuple[list[AccountBalance], Notes]:
    """A year's movements by account; in other currencies, income and expenses alone have a form's
    line, and each month of them its rate.
    """
    base = business.base_currency
    read = account_balances(business, start=days.start, end=days.end, without_closing=True)
    own = [account_balance(b, b.amount) for b in read if b.currency == base]
    if not any(b.currency != base and b.type in PROFIT_TYPES for b in read):
        return own, Notes()
    months = [m for m in _months(business, days) if m.currency != base]
    others, notes = year_translated(business, months, _first(days), days.end)
    return [*own, *others], notes


def _worksheet(
    header: ReportHeader,
    business: Business,
    form: TaxForm,
    accounts: Sequence[AccountBalance],
    inputs: Mapping[str, Decimal],
) -> Report:
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
    needs: Needs,
    days: Days,
    undecided: Undecided | None,
    checks: Sequence[ReportCheck],
    notes: Notes,
) -> ReportHeader:
    missing = (NOT_COUNTED,) if undecided is None else ()
    return ReportHeader(
        business=business.name,
        currency=business.base_currency,
        period_label=days.label,
        start=days.start,
        end=days.end,
        undecided=undecided or Undecided(0, Decimal(0)),
        checks=(*checks, *missing, *notes.checks),
        without_closing=needs in OF_PROFIT,
        notes=notes.notes,
    )
