"""Beancount's accounts and balances over time: `open`, `close`, `pad`, `balance`.

Here: what they demand of booked transactions, and the entries of pads. Not here: one transaction
alone (booking.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from ledgerflow.interchange.journals.beancount.booking import Booked
from ledgerflow.interchange.journals.beancount.records import (
    Assertion,
    Journal,
    Opened,
    Pad,
    Transaction,
)
from ledgerflow.interchange.journals.currencies import iso_currencies
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import Head, entry_of
from ledgerflow.interchange.journals.parsed import JournalLineRead

_ORDER = {Pad: 1, Assertion: 0, Booked: 2}
_DEPTH_MAX = 60
Event = Booked | Assertion | Pad


def accounts_check(journal: Journal, booked: list[Booked], faults: Faults) -> None:
    """Every posting uses an account that is open on its day, in a currency it is open for."""
    for one in booked:
        day = one.transaction.date
        for posting in one.transaction.postings:
            opened = journal.opened.get(posting.account)
            if opened is None:
                if not journal.options.auto_accounts:
                    faults.once(
                        "account_not_open",
                        posting.account,
                        posting.line,
                        f"{posting.account} is used and never opened",
                        f"Add a line `{day} open {posting.account}`.",
                    )
                continue
            _account_check(journal, opened, posting.account, posting.line, day, faults)
            if opened.currencies and posting.currency not in opened.currencies:
                faults.add(
                    "account_currency",
                    posting.line,
                    f"{posting.account} is opened for {', '.join(sorted(opened.currencies))}"
                    f", not {posting.currency}",
                    "Add the currency to its `open` line, or use another account.",
                    column="currency",
                )


def references_check(journal: Journal, faults: Faults) -> None:
    """`balance` and `pad` name accounts that are there, or that others stand below."""
    if journal.options.auto_accounts:
        return
    known = {name for account in journal.opened for name in _above(account)}
    named = [(a.line, a.account) for a in journal.assertions]
    named += [(p.line, account) for p in journal.pads for account in (p.account, p.source)]
    for line, account in named:
        if account not in known:
            faults.once(
                "account_not_open",
                account,
                line,
                f"{account} is never opened",
                "Correct its name, or add an `open` line for it.",
            )


def _account_check(
    journal: Journal, opened: Opened, account: str, line: int, day: dt.date, faults: Faults
) -> None:
    closed = journal.closed.get(account)
    if day < opened.date:
        faults.add(
            "account_not_open",
            line,
            f"{account} is used on {day} and opened on {opened.date}",
            "Open it earlier, or correct the date.",
        )
    elif closed is not None and day > closed.date:
        faults.add(
            "account_closed",
            line,
            f"{account} is used on {day} and closed since {closed.date}",
            "Close it later, or correct the date.",
        )


def pads_fill(journal: Journal, booked: list[Booked], faults: Faults) -> list[Booked]:
    """The entries that pads post, to be booked with the others."""
    held, active = _Held(), {}
    done: set[tuple[str, str]] = set()
    used: set[int] = set()
    made: list[Booked] = []
    filled: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for event in _in_order(booked, journal):
        if isinstance(event, Booked):
            held.move(event)
        elif isinstance(event, Pad):
            active[event.account] = event
            done = {key for key in done if key[0] != event.account}
        else:
            pad = active.get(event.account)
            key = event.account, event.currency
            if pad is None or key in done:
                continue
            done.add(key)
            gap = event.number - held.of(*key) - filled[key]
            if abs(gap) > _tolerance(event):
                filled[key] += gap
                used.add(pad.line)
                made.append(_pad_entry(pad, gap, event.currency, faults))
    for pad in journal.pads:
        if pad.line not in used:
            faults.note(
                "pad_unused", "", pad.line, "`pad` lines with nothing to fill", "Nothing to do."
            )
    return made


def _pad_entry(pad: Pad, gap: Decimal, currency: str, faults: Faults) -> Booked:
    transaction = Transaction(pad.line, pad.date, f"Padding of {pad.account} from {pad.source}")
    units = [(pad.account, currency, gap), (pad.source, currency, -gap)]
    if currency not in iso_currencies():
        faults.add(
            "pad_no_money",
            pad.line,
            f"`pad` would add {gap} {currency}, which is no money",
            "Write the entry yourself, with its cost.",
        )
        return Booked(transaction, units, None)
    lines = [JournalLineRead(name, amount, currency, "", pad.line) for name, _, amount in units]
    head = Head(pad.line, pad.date, transaction.description)
    return Booked(transaction, units, entry_of(head, lines, faults))


def balances_check(journal: Journal, booked: list[Booked], faults: Faults) -> None:
    """Every `balance` holds, with what pads added."""
    held = _Held()
    for event in _in_order(booked, journal):
        if isinstance(event, Booked):
            held.move(event)
        elif isinstance(event, Assertion):
            has = held.of(event.account, event.currency)
            if abs(has - event.number) > _tolerance(event):
                faults.add(
                    "balance",
                    event.line,
                    f"{event.account} holds {has:f} {event.currency} on {event.date}, not"
                    f" {event.number:f} as the `balance` line says",
                    "Find the entry that is missing or wrong before that day.",
                    column="balance",
                )


def _tolerance(assertion: Assertion) -> Decimal:
    """What is stated, or one unit of the last digit written."""
    if assertion.tolerance is not None:
        return assertion.tolerance
    exponent = assertion.number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)


def _in_order(booked: list[Booked], journal: Journal) -> Iterator[Event]:
    """By day; balances hold at the beginning of one, pads come before entries."""
    events: list[tuple[dt.date, int, int, Event]] = []
    events += [(b.transaction.date, _ORDER[Booked], b.transaction.line, b) for b in booked]
    events += [(a.date, _ORDER[Assertion], a.line, a) for a in journal.assertions]
    events += [(p.date, _ORDER[Pad], p.line, p) for p in journal.pads]
    by_day: Callable[[tuple[dt.date, int, int, Event]], tuple[dt.date, int, int]] = lambda e: e[:3]  # noqa: E731
    return (event for *_, event in sorted(events, key=by_day))


class _Held:
    """What accounts hold in each currency, those below them included."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)

    def move(self, booked: Booked) -> None:
        for account, currency, number in booked.units:
            for name in _above(account):
                self._sums[name, currency] += number

    def of(self, account: str, currency: str) -> Decimal:
        return self._sums[account, currency]


@lru_cache(maxsize=10_000)
def _above(account: str) -> tuple[str, ...]:
    """The account and all it stands below."""
    parts = account.split(":", _DEPTH_MAX)
    return tuple(":".join(parts[: n + 1]) for n in range(len(parts)))
