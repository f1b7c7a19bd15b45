"""Posting money that changes its currency, with the rate it was posted at.

Here: the ways between two currencies of a business, one transaction a posting, in a firm's scope.
Not here: the lines (exchange_drafts.py) or stated rates (rate_services.py).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import InputError
from ledgerflow.core.money import exchanged, round_rate
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft
from ledgerflow.ledger.exchange_drafts import (
    Crossing,
    Exchange,
    UsedRate,
    exchange_draft,
    used_rate,
)
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.rate_models import EntryRate
from ledgerflow.ledger.rate_services import rate_book
from ledgerflow.ledger.trading import trading_account


@transaction.atomic
def exchange_post(
    *, business: Business, draft: EntryDraft, rates: Sequence[UsedRate] = ()
) -> JournalEntry:
    """Post a draft and keep the rates it was made with. Raises what `entry_post` raises."""
    entry = entry_post(business=business, draft=draft)
    with kind_errors(where=draft.where):
        rates_keep(business=business, used={entry.pk: rates})
    return entry


def rates_keep(*, business: Business, used: Mapping[int, Sequence[UsedRate]]) -> None:
    """Keep the rates that entries were made with, by entry id; those kept already go by."""
    wanted = [pk for pk, rates in used.items() if rates]
    if not wanted:
        return
    known = set(EntryRate.objects.filter(entry__in=wanted).values_list("entry_id", flat=True))
    EntryRate.objects.bulk_create(
        EntryRate(
            firm_id=business.firm_id,
            business=business,
            entry_id=pk,
            from_currency=rate.source,
            to_currency=rate.target,
            rate=rate.rate,
        )
        for pk in wanted
        if pk not in known
        for rate in used[pk]
    )


def crossing_make(business: Business, source: str, target: str, rate: Decimal) -> Crossing:
    """The way from one currency into another at a rate; opens the trading accounts it needs."""
    return Crossing(
        source=source,
        target=target,
        rate=rate,
        source_trading_id=trading_account(business, source).pk,
        target_trading_id=trading_account(business, target).pk,
    )


def crossing_stated(
    business: Business, source: str, target: str, day: dt.date
) -> tuple[Crossing, UsedRate]:
    """The way at the rate that is stated for a day, and the rate to keep; RuleError without one."""
    book = rate_book(business, day)
    rate = book.between(source, target, day)
    crossing = crossing_make(business, source, target, rate)
    if source == business.base_currency:
        return crossing, UsedRate(target, source, book.between(target, source, day))
    return crossing, UsedRate(source, target, rate)


@dataclass(frozen=True, slots=True)
class ExchangeWish:
    """An exchange that a person enters. At least one amount is given; with one, `rate` says how
    much of the second account's currency one of the first's is (None: the stated rate).
    """

    date: dt.date
    description: str
    idempotency_key: str
    given: Decimal | None = None
    received: Decimal | None = None
    rate: Decimal | None = None


@transaction.atomic
def money_exchange(
    *, business: Business, from_account: Account, to_account: Account, wish: ExchangeWish
) -> JournalEntry:
    """Post an exchange from an account in one currency to one in another, with its rate.

    Raises InputError for accounts of one currency and for amounts that do not say what moves,
    RuleError where a rate is needed and none is stated, and what `entry_post` raises.
    """
    source, target = from_account.currency, to_account.currency
    if source == target:
        raise InputError(
            f"{from_account} and {to_account} are both kept in {source}.",
            code="exchange_of_one_currency",
            hint="Choose accounts of two currencies.",
        )
    rate = _rate(business, source, target, wish)
    given, received = _amounts(wish, rate, source, target)
    crossing = crossing_make(business, source, target, rate)
    exchange = Exchange(
        date=wish.date,
        description=wish.description or f"Exchange of {source} for {target}",
        from_account_id=from_account.pk,
        to_account_id=to_account.pk,
        given=given,
        received=received,
        idempotency_key=wish.idempotency_key,
    )
    draft = exchange_draft(exchange, crossing)
    kept = used_rate(crossing, given, received, business.base_currency)
    return exchange_post(business=business, draft=draft, rates=[kept])


def _rate(business: Business, source: str, target: str, wish: ExchangeWish) -> Decimal:
    """The rate from what is given; where both amounts are, their own."""
    both = wish.given is not None and wish.received is not None
    if both and wish.rate is not None:
        raise InputError(
            "Both amounts and a rate are given.",
            code="exchange_overdetermined",
            hint="Two amounts say the rate; leave it out.",
        )
    if wish.given and wish.received:
        return round_rate(wish.received / wish.given)
    if wish.rate is not None:
        if not (wish.rate.is_finite() and wish.rate > 0):
            raise InputError(f"{wish.rate} is no rate.", code="bad_rate", hint="Give one above 0.")
        return wish.rate
    return rate_book(business, wish.date).between(source, target, wish.date)


def _amounts(
    wish: ExchangeWish, rate: Decimal, source: str, target: str
) -> tuple[Decimal, Decimal]:
    given, received = wish.given, wish.received
    if given is None and received is None:
        raise InputError(
            "No amount is given.",
            code="exchange_of_nothing",
            hint="Give what leaves, what arrives, or both.",
        )
    if given is None and received is not None:
        return exchanged(received, 1 / rate, source), received
    if received is None and given is not None:
        return given, exchanged(given, rate, target)
    return given or Decimal(0), received or Decimal(0)
