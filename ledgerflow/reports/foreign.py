"""Reading what reports need of accounts in other currencies, and telling it in the base currency.

Here: which months, rates and kept rates are read, in a firm's scope; nothing where all accounts are
in the base currency. Not here: the arithmetic (translation.py, translated.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.money import round_money
from ledgerflow.firms.models import Business
from ledgerflow.ledger.movements import DayMovement, Used, day_movements, used_movements
from ledgerflow.ledger.rate_services import rate_book
from ledgerflow.ledger.selectors import Balance, month_amounts
from ledgerflow.ledger.trading import is_trading
from ledgerflow.reports.holdings import Movement, held_of
from ledgerflow.reports.inputs import (
    AccountBalance,
    ExchangeResult,
    ForeignHolding,
    MonthAmount,
)
from ledgerflow.reports.spec import ReportCheck
from ledgerflow.reports.translated import (
    AT_CLOSE,
    Told,
    account_balance,
    balances_told,
    named,
    needs_months,
)
from ledgerflow.reports.translation import ZERO, ForeignMonth, Translator, used_by_month

MONTHLY_TYPES = ("equity", "income", "expense")
BEFORE_ALL_BOOKS = dt.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands under a report about the rates it used or missed."""

    notes: tuple[str, ...] = ()
    checks: tuple[ReportCheck, ...] = ()


def balances_translated(
    business: Business, balances: Sequence[Balance], end: dt.date
) -> tuple[Told, Notes]:
    """Balances at the end of a day, all in the base currency, with the exchange difference."""
    base = business.base_currency
    if all(b.currency == base and not is_trading(b.key) for b in balances):
        return Told(tuple(account_balance(b, b.amount) for b in balances)), Notes()
    translator = Translator(rate_book(business), end)
    wanted = {b.account_id for b in balances if needs_months(b, base)}
    months = _months(business, wanted, end) if wanted else {}
    told = balances_told(translator, balances, months)
    return told, _notes(translator, told.left_out)


def months_translated(
    business: Business, amounts: Sequence[Balance], start: dt.date, end: dt.date
) -> tuple[list[MonthAmount], Notes]:
    """Income and expenses by month in the base currency; `amounts` name their month."""
    base = business.base_currency
    if all(a.currency == base for a in amounts):
        return [_month_amount(a, a.amount) for a in amounts], Notes()
    translator = Translator(rate_book(business), end)
    used = used_by_month(used_movements(business, start=start, end=end))
    told = []
    for amount in amounts:
        value = amount.amount
        if amount.currency != base:
            value = translator.month_value(amount.currency, _foreign_month(amount, used))
        told.append((amount.currency, _month_amount(amount, value)))
    left_out = sorted({named(a) for a in amounts if a.currency in translator.missing})
    kept = [record for currency, record in told if currency not in translator.missing]
    return kept, _notes(translator, left_out)


def year_translated(
    business: Business, amounts: Sequence[Balance], start: dt.date, end: dt.date
) -> tuple[list[AccountBalance], Notes]:
    """Income and expenses of some days in one sum an account, from `amounts` by month."""
    months, notes = months_translated(business, amounts, start, end)
    sums: dict[int, AccountBalance] = {}
    for month in months:
        before = sums.get(month.account_id)
        sums[month.account_id] = AccountBalance(
            account_id=month.account_id,
            code=month.code,
            name=month.name,
            type=month.type,
            key=month.key,
            amount=month.amount + (before.amount if before else ZERO),
            lines=month.lines + (before.lines if before else 0),
            heading_key=month.heading_key,
        )
    return list(sums.values()), notes


def exchange_result(
    business: Business, balances: Sequence[Balance], end: dt.date
) -> tuple[ExchangeResult, Notes]:
    """What is held in other currencies, and the whole exchange gain, at the end of a day."""
    told, notes = balances_translated(business, balances, end)
    foreign = [b for b in balances if _is_held(b, business.base_currency)]
    if not foreign:
        return ExchangeResult((), -told.difference), notes
    translator = Translator(rate_book(business), end)
    days = day_movements(business, [b.account_id for b in foreign], end=end)
    used = {(u.account_id, u.date): u for u in used_movements(business, start=None, end=end)}
    holdings = [(b, _holding(translator, b, days.get(b.account_id, []), used)) for b in foreign]
    left_out = [named(b) for b in balances if b.currency in translator.missing]
    kept = tuple(h for b, h in holdings if b.currency not in translator.missing)
    # A rate that the trial balance misses is missed here too, and the other way round.
    checks = notes.checks or _notes(translator, left_out).checks
    return ExchangeResult(kept, -told.difference), Notes(tuple(translator.notes()), checks)


def _is_held(balance: Balance, base: str) -> bool:
    return balance.currency != base and balance.type in AT_CLOSE


def _holding(
    translator: Translator,
    balance: Balance,
    days: Sequence[DayMovement],
    used: Mapping[tuple[int, dt.date], Used],
) -> ForeignHolding:
    currency = balance.currency
    movements = []
    for day in days:
        kept = used.get((day.account_id, day.date))
        plain = day.amount - (kept.amount if kept else ZERO)
        value = kept.value if kept else ZERO
        if plain:
            value += plain * translator.month_rate(currency, day.date.replace(day=1))
        movements.append(Movement(day.date, day.amount, value))
    held = held_of(movements)
    cost = round_money(held.cost, translator.base)
    return ForeignHolding(
        account_id=balance.account_id,
        code=balance.code,
        name=balance.name,
        currency=currency,
        amount=balance.amount,
        cost=cost,
        value=translator.at_close(currency, balance.amount),
        realised=round_money(held.realised, translator.base),
        lines=balance.lines,
    )


def _months(business: Business, wanted: set[int], end: dt.date) -> dict[int, list[ForeignMonth]]:
    """Every month of the wanted accounts, with the part of closing entries told apart."""
    plain, whole = (
        month_amounts(
            business,
            start=BEFORE_ALL_BOOKS,
            end=end,
            types=MONTHLY_TYPES,
            without_closing=without,
        )
        for without in (True, False)
    )
    amounts = {(b.account_id, b.month): b.amount for b in plain if b.account_id in wanted}
    used = used_by_month(used_movements(business, start=None, end=end))
    found: dict[int, list[ForeignMonth]] = defaultdict(list)
    for balance in whole:
        if balance.account_id in wanted:
            amount = amounts.get((balance.account_id, balance.month), ZERO)
            month = _foreign_month(balance, used, amount, closing=balance.amount - amount)
            found[balance.account_id].append(month)
    return dict(found)


def _foreign_month(
    balance: Balance,
    used: Mapping[tuple[int, dt.date], tuple[Decimal, Decimal]],
    amount: Decimal | None = None,
    *,
    closing: Decimal = ZERO,
) -> ForeignMonth:
    if balance.month is None:
        raise ValueError("an amount of a month names its month")
    used_amount, used_value = used.get((balance.account_id, balance.month), (ZERO, ZERO))
    return ForeignMonth(
        month=balance.month,
        amount=balance.amount if amount is None else amount,
        closing=closing,
        used=used_amount,
        used_value=used_value,
    )


def _notes(translator: Translator, left_out: Sequence[str]) -> Notes:
    return Notes(tuple(translator.notes()), tuple(translator.checks(left_out)))


def _month_amount(balance: Balance, amount: Decimal) -> MonthAmount:
    if balance.month is None:
        raise ValueError("an amount of a month names its month")
    return MonthAmount(
        account_id=balance.account_id,
        code=balance.code,
        name=balance.name,
        type=balance.type,
        key=balance.key,
        month=balance.month,
        amount=amount,
        lines=balance.lines,
        heading_key=balance.parent_key,
    )
