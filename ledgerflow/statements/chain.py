"""The proof across statements: does a balance follow from an earlier known one? Pure.

Here: statements that print only a closing balance (most OFX files) are proved by the balance
known before them and every transaction since; a statement that proves itself must open where
the one before it closed. Not here: a statement's own arithmetic (proof.py). The verdicts depend
only on the set of statements, not on the order they came in.

Of two statements that both prove themselves and contradict each other where no day lies between,
the later is not proved: something is missing there, or one of them is of another account. Where
days lie between that no statement covers, it stays proved, and its reason tells.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from ledgerflow.statements.spans import ONE_DAY, Span, merged


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


class _Moves:
    """What an account's transactions come to between two days."""

    def __init__(self, transactions: Sequence[tuple[dt.date, Decimal]]) -> None:
        ordered = sorted(transactions)
        self.days = [day for day, _ in ordered]
        self.totals = [Decimal(0), *accumulate(amount for _, amount in ordered)]

    def between(self, after: dt.date, until: dt.date) -> Decimal:
        """The sum after the one day and until the other, which is no earlier one."""
        first, end = bisect_right(self.days, after), bisect_right(self.days, until)
        return self.totals[end] - self.totals[first]


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

    `transactions` are the account's live (date, amount) pairs, or sums of days, in any order.
    """
    moves = _Moves(transactions)
    anchors = [stated] if stated else []
    anchors += [a for x in links if x.own_verdict == "proved" and (a := _closing(x))]
    covered = merged([(x.start, x.end) for x in links if x.start and x.end])
    known = list(anchors)
    verdicts = []
    for link in sorted(links, key=lambda x: (x.closing_date or dt.date.min, x.id)):
        verdict = ChainVerdict(link.id, link.own_verdict, link.own_reason)
        closing = _closing(link)
        if link.own_verdict == "not_provable" and closing is not None:
            anchor = _anchor_for(link.end or closing.date, closing.date, anchors, covered)
            if anchor is not None:
                since = moves.between(anchor.date, closing.date)
                verdict = _judge(link.id, closing, anchor, since)
                if verdict.verdict == "proved":
                    anchors.append(closing)
        elif link.own_verdict == "proved":
            verdict = _judge_opening(link, links, known, moves)
        verdicts.append(verdict)
    return verdicts


def _judge_opening(
    link: Link,
    links: Sequence[Link],
    known: Sequence[Anchor],
    moves: _Moves,
) -> ChainVerdict:
    """A statement that proves itself, against the balances that are known before it.

    Not judged where another statement reports its first day too: the balance it opens with may
    then be one of within that day.
    """
    agreed = ChainVerdict(link.id, link.own_verdict, link.own_reason)
    if link.opening is None or link.start is None:
        return agreed
    spans = [(x.start, x.end) for x in links if x.id != link.id and x.start and x.end]
    if any(start <= link.start <= end for start, end in spans):
        return agreed
    day_before = link.start - ONE_DAY
    earlier = [a for a in known if a.date <= day_before]
    newest = max((a.date for a in earlier), default=None)
    if newest is None:
        return agreed
    since = moves.between(newest, day_before)
    nearest = [a for a in earlier if a.date == newest]
    if any(a.amount + since == link.opening for a in nearest):
        return agreed
    before = max(nearest, key=lambda a: (a.amount, a.source))
    return _contradicted(link, link.opening, before, since, _is_covered(newest, day_before, spans))


def _is_covered(after: dt.date, until: dt.date, spans: Sequence[Span]) -> bool:
    """True when statements report every day after the one and until the other."""
    if after >= until:
        return True
    first = after + ONE_DAY
    return any(start <= first and until <= end for start, end in merged(spans))


def _contradicted(
    link: Link, opening: Decimal, before: Anchor, since: Decimal, nothing_between: bool
) -> ChainVerdict:
    known = f"{_shown(before.amount)} on {before.date} ({before.source})"
    known += f" and {_shown(since)} since" if since else ""
    gap = _shown(opening - before.amount - since)
    if nothing_between:
        reason = (
            f"It opens with {_shown(opening)}, which does not follow from {known}, though no day"
            f" lies between: {gap} is missing there, or one of the two is of another account."
        )
        return ChainVerdict(link.id, "not_proved", reason)
    reason = f"It opens with {_shown(opening)} after {known}: lines of {gap} are missing between."
    return ChainVerdict(link.id, link.own_verdict, f"{link.own_reason} {reason}".strip())


def _closing(link: Link) -> Anchor | None:
    if link.closing is None or link.closing_date is None:
        return None
    return Anchor(link.closing_date, link.closing, "the statement before")


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
