"""What the page of loose receipts shows: each with the transactions that it may belong to.

Here: reads in a firm's scope. Where a receipt belongs is guessed from what is certain: the
question it answers, and an amount or a day in its name. Nothing is read out of the picture. Not
here: storing and placing (review/papers).
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from ledgerflow.core.money import is_storable
from ledgerflow.firms.models import Business
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers.selectors import loose_papers
from ledgerflow.review.question_models import QuestionTransaction
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.selectors.asking import amount_typed

PAGE = 20
FITS_SHOWN = 5
AROUND = dt.timedelta(days=7)
"""A card's charge reaches the account some days after the receipt's date."""

BEFORE = dt.timedelta(days=90)
"""Without a day in its name, a receipt is looked for in the months before it came."""

SEARCH_ROWS = 20_000

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,6})[.,](\d\d)(?![\d.,]?\d)")


@dataclass(frozen=True, slots=True)
class Hint:
    """What a receipt's name says: an amount without its sign, and a day."""

    amount: Decimal | None = None
    day: dt.date | None = None


@dataclass(slots=True)
class Loose:
    """A receipt that lies nowhere, and the transactions it may belong to, likeliest first."""

    paper: Attachment
    fits: list[BankTransaction] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of loose receipts; `found` is what a search gave, the same for all of them."""

    papers: tuple[Loose, ...]
    found: tuple[BankTransaction, ...] = ()
    text: str = ""
    after: int = 0


def inbox_of(business: Business, *, after: int = 0, text: str = "") -> Inbox:
    """The loose receipts after the one with this id; four queries at most."""
    papers = loose_papers(business, after=after, limit=PAGE + 1)
    shown = papers[:PAGE]
    loose = [Loose(paper) for paper in shown]
    _fill_fits(business, loose)
    found = tuple(_search(business, text)) if text else ()
    return Inbox(tuple(loose), found, text, shown[-1].pk if len(papers) > PAGE else 0)


def hint_of(name: str) -> Hint:
    """The amount and the day in a file's name: "2025-01-13 Home Depot 86,10.pdf"."""
    found = _DAY.search(name)
    day: dt.date | None = None
    if found:
        try:
            day = dt.date(*map(int, found.groups()))
        except ValueError:
            day = None
        name = name.replace(found[0], " ")
    amounts = _AMOUNT.findall(name)
    amount = Decimal(".".join(amounts[-1])) if amounts else None
    return Hint(amount or None, day)


def _fill_fits(business: Business, loose: Sequence[Loose]) -> None:
    """Transactions of the question first, then those of the amount in the window of days."""
    asked = _asked_about(loose)
    hints = {one.paper.pk: hint_of(one.paper.name) for one in loose}
    wanted = Q(pk__in=[pk for pks in asked.values() for pk in pks])
    for one in loose:
        amount = hints[one.paper.pk].amount
        if amount is not None:
            start, end = _window(one.paper, hints[one.paper.pk])
            wanted |= Q(date__range=(start, end), amount__in=(amount, -amount))
    rows = BankTransaction.objects.filter(wanted, business=business, is_live=True)
    found = list(rows.select_related("bank_account").order_by("-date", "-pk")[:200])
    for one in loose:
        about = asked.get(one.paper.question_id or 0, set())
        start, end = _window(one.paper, hints[one.paper.pk])
        amount = hints[one.paper.pk].amount
        fits = [t for t in found if t.pk in about]
        fits += [
            t
            for t in found
            if t.pk not in about and abs(t.amount) == amount and start <= t.date <= end
        ]
        one.fits = fits[:FITS_SHOWN]


def _asked_about(loose: Sequence[Loose]) -> dict[int, set[int]]:
    questions = {one.paper.question_id for one in loose if one.paper.question_id}
    found: dict[int, set[int]] = {pk: set() for pk in questions if pk}
    if not found:
        return found
    rows = QuestionTransaction.objects.filter(question__in=found)
    for question_id, transaction_id in rows.values_list("question_id", "transaction_id"):
        found[question_id].add(transaction_id)
    return found


def _window(paper: Attachment, hint: Hint) -> tuple[dt.date, dt.date]:
    if hint.day is not None:
        return hint.day - AROUND, hint.day + AROUND
    received = paper.received_at.date()
    return received - BEFORE, received + AROUND


def _search(business: Business, text: str) -> list[BankTransaction]:
    """Transactions with this amount, or this text in what the bank says, newest first.

    Looks through the newest twenty thousand, so that a search costs the same however many there
    are.
    """
    live = BankTransaction.objects.filter(business=business, is_live=True)
    newest = live.order_by("-date", "-pk").values("pk")[:SEARCH_ROWS]
    wanted = Q(description__icontains=text) | Q(counterparty__icontains=text)
    amount = amount_typed(text)
    if amount is not None and is_storable(amount):
        wanted |= Q(amount__in=(amount, -amount))
    rows = live.filter(wanted, pk__in=newest).select_related("bank_account")
    return list(rows.order_by("-date", "-pk")[:10])
