"""Stating exchange rates and reading those that hold.

Here: one transaction each, in a firm's scope. Not here: which rate holds on a day (rates.py).
A rate that is stated anew for a day corrects the earlier one; both stay.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import InputError
from ledgerflow.core.money import RATE_LIMIT, round_rate
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.rate_models import ExchangeRate
from ledgerflow.ledger.rates import MAX_AGE_DAYS, RateBook, StatedRate

SOURCE_MAX = 200


@transaction.atomic
def rates_state(*, business: Business, rates: Iterable[StatedRate]) -> int:
    """State rates, all or none; how many were new. One that stands so already is passed over.

    Raises InputError for a currency, rate or source that is none, LockedPeriod where the month
    of a rate is locked, RuleError for the books' own currency.
    """
    listed = list(rates)
    for rate in listed:
        _refuse_bad(rate, business.base_currency)
    known = {(r.currency, r.date): r for r in rates_stated(business)}
    new = 0
    for rate in listed:
        before = known.get((rate.currency, rate.date))
        if before and (before.rate, before.source) == (rate.rate, rate.source):
            continue
        made = _create(business, rate, before.version + 1 if before else 1)
        known[rate.currency, rate.date] = made
        new += 1
    return new


def rate_state(
    *, business: Business, currency: str, date: dt.date, rate: Decimal, source: str
) -> bool:
    """State one rate; False where it stands so already. Raises as `rates_state`."""
    stated = StatedRate(currency, date, rate, source)
    return bool(rates_state(business=business, rates=[stated]))


def rates_stated(business: Business, currency: str = "") -> QuerySet[ExchangeRate]:
    """The newest statement for each currency and day, by currency and day."""
    rows = ExchangeRate.objects.filter(business=business)
    if currency:
        rows = rows.filter(currency=currency)
    return rows.order_by("currency", "date", "-version").distinct("currency", "date")


def rate_book(business: Business, on: dt.date | None = None) -> RateBook:
    """All rates of a business; only those that may hold on a day where one is given."""
    rows = rates_stated(business)
    if on is not None:
        rows = rows.filter(date__range=(on - dt.timedelta(MAX_AGE_DAYS), on))
    stated = rows.values_list("currency", "date", "rate", "source")
    return RateBook(business.base_currency, (StatedRate(*row) for row in stated))


def _create(business: Business, rate: StatedRate, version: int) -> ExchangeRate:
    with kind_errors(where=f"The rate of {rate.currency} on {rate.date}"):
        made = ExchangeRate.objects.create(
            firm_id=business.firm_id,
            business=business,
            currency=rate.currency,
            date=rate.date,
            rate=rate.rate,
            source=rate.source,
            version=version,
            stated_by_id=current_user_id(),
        )
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="rate_state",
        subject="exchange_rate",
        subject_id=made.pk,
        detail={"currency": rate.currency, "date": str(rate.date), "rate": str(rate.rate)},
    )
    return made


def _refuse_bad(rate: StatedRate, base: str) -> None:
    where = f"The rate of {rate.currency!r} on {rate.date}"
    if len(rate.currency) != 3 or not rate.currency.isascii() or not rate.currency.isupper():
        raise InputError(
            f"{rate.currency!r} is no currency code.", hint="Use three letters, such as USD or EUR."
        )
    if rate.currency == base:
        raise InputError(
            f"{where}: the books are kept in {base}, which needs no rate.",
            code="rate_of_base",
            hint=f"State how much {base} one of another currency is worth.",
        )
    if not (rate.rate.is_finite() and 0 < rate.rate < RATE_LIMIT) or (
        round_rate(rate.rate) != rate.rate
    ):
        raise InputError(
            f"{where}: {rate.rate} is no rate.",
            code="bad_rate",
            hint="A rate is above zero and has ten decimals at most, such as 1.0842.",
        )
    if not rate.source.strip() or len(rate.source) > SOURCE_MAX:
        raise InputError(
            f"{where} names no source, or one longer than {SOURCE_MAX} characters.",
            code="rate_without_source",
            hint="Say where it comes from, such as a central bank's name.",
        )
