"""The proof across statements: does a closing balance follow from an earlier known one? Pure.

Here: statements that print only a closing balance (most OFX files) are proved by the balance
known before them and every transaction since. Not here: a statement's own arithmetic
(proof.py). The verdicts depend only on the set of statements, not on the order they came in.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A balance known at the end of a day, and where it is known from."""

    date: dt.date
    amount: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain needs of one statement; `start` and `end` are the days it covers."""

    id: int
    own_verdict: str
    own_reason: str
    start: dt.date | None
    end: dt.date | None
    opening: Decimal | None
    closing: Decimal | None
    closing_date: dt.date | None


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """The verdict of one statement seen together with its neighbours."""

    id: int
    verdict: str
    reason: str


def prove_chain(
    links: Sequence[Link],
    transactions: Sequence[tuple[dt.date, Decimal]],
    stated: Anchor | None = None,
) -> list[ChainVerdict]:
    """Judge the statements of one bank account together, oldest first.

    `transactions` are the account's live (date, amount) pairs, in any order.
    """
    ordered = sorted(transactions)
    days = [day for day, _ in ordered]
    totals = [Decimal(0), *accumulate(amount for _, amount in ordered)]
    anchors = [stated] if stated else []
    anchors += [a for x in links if x.own_verdict == "proved" and (a := _closing(x))]
    covered = _merge([(x.start, x.end) for x in links if x.start and x.end])
    verdicts = []
    for link in sorted(links, key=lambda x: (x.closing_date or dt.date.min, x.id)):
        verdict = ChainVerdict(link.id, link.own_verdict, link.own_reason)
        closing = _closing(link)
        if link.own_verdict == "not_provable" and closing is not None:
            anchor = _anchor_for(link.end or closing.date, closing.date, anchors, covered)
            if anchor is not None:
                since = _sum_between(days, totals, anchor.date, closing.date)
                verdict = _judge(link.id, closing, anchor, since)
                if verdict.verdict == "proved":
                    anchors.append(closing)
        verdicts.append(verdict)
    return verdicts


def _closing(link: Link) -> Anchor | None:
    if link.closing is None or link.closing_date is None:
        return None
    return Anchor(link.closing_date, link.closing, "the statement before")


def _merge(spans: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    merged: list[tuple[dt.date, dt.date]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _anchor_for(
    end: dt.date,
    closing_date: dt.date,
    anchors: Sequence[Anchor],
    covered: list[tuple[dt.date, dt.date]],
) -> Anchor | None:
    """The latest earlier balance from which on every day up to `end` is covered.

    Of two on one day the larger, so that the order of arrival does not decide.
    """
    for start, stop in covered:
        if start <= end <= stop:
            usable = [a for a in anchors if start - ONE_DAY <= a.date < closing_date]
            return max(usable, key=lambda a: (a.date, a.amount, a.source), default=None)
    return None


def _sum_between(
    days: list[dt.date], totals: list[Decimal], after: dt.date, until: dt.date
) -> Decimal:
    return totals[bisect_right(days, until)] - totals[bisect_right(days, after)]


def _judge(link_id: int, closing: Anchor, anchor: Anchor, since: Decimal) -> ChainVerdict:
    gap = closing.amount - (anchor.amount + since)
    known = f"{_shown(anchor.amount)} on {anchor.date} ({anchor.source})"
    if gap == 0:
        return ChainVerdict(
            link_id, "proved", f"The closing balance follows from {known} and all lines since."
        )
    return ChainVerdict(
        link_id,
        "not_proved",
        f"The closing balance {_shown(closing.amount)} does not follow from {known}:"
        f" {_shown(gap)} is missing.",
    )


def _shown(amount: Decimal) -> str:
    """Two decimals, more only where the amount has them (stored amounts carry four)."""
    short = amount.quantize(Decimal("0.01"))
    return format(short if short == amount else amount.normalize(), "f")
