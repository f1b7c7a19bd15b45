"""The judge of candidate readings: what the printed balances and totals say to each.

Here: scoring one reading by its arithmetic, and choosing. Not here: the verdict on the statement
(proof.py), which is given anew on what was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.parsed import Balance, PrintedTotals
from ledgerflow.statements.pdf.balances import PrintedBalances, matching_totals

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a reading fares: the pair of balances it leads to, links that hold, totals that fit."""

    opening: Balance | None
    closing: Balance | None
    pair_holds: bool
    links: int
    held: int
    totals: PrintedTotals
    totals_hold: bool
    complete: bool
    newest_first: bool = False

    @property
    def proves(self) -> bool:
        """True where every line is covered by figures that agree."""
        chain = self.held == self.links
        return self.complete and chain and (self.pair_holds or self.links > 1 or self.totals_hold)

    @property
    def worth(self) -> tuple[float, ...]:
        """Comparable: the better reading is the greater."""
        share = self.held / self.links if self.links else 0.0
        return (self.proves, self.complete, self.pair_holds, round(share, 2), self.totals_hold)


def judge(
    amounts: Sequence[Decimal | None], balances: Sequence[Decimal | None], printed: PrintedBalances
) -> Verdict:
    """Compare one reading with what is printed."""
    known = [a for a in amounts if a is not None]
    complete = bool(known) and len(known) == len(amounts)
    links, held, newest_first = _links([a or ZERO for a in amounts], balances)
    opening, closing, pair_holds = _pair(printed, sum(known, ZERO))
    sure = pair_holds or (links > 1 and links == held)
    totals = matching_totals(printed, known, sure=sure)
    return Verdict(
        opening=opening,
        closing=closing,
        pair_holds=pair_holds,
        links=links,
        held=held,
        totals=totals,
        totals_hold=_totals_hold(totals, known),
        complete=complete,
        newest_first=newest_first,
    )


def _links(amounts: Sequence[Decimal], balances: Sequence[Decimal | None]) -> tuple[int, int, bool]:
    """(running balances to check, how many hold, newest first) in the better direction."""
    oldest = _follow(amounts, balances)
    newest = _follow(amounts[::-1], balances[::-1])
    return (*newest, True) if newest[1] > oldest[1] else (*oldest, False)


def _follow(amounts: Sequence[Decimal], balances: Sequence[Decimal | None]) -> tuple[int, int]:
    links = held = 0
    known: Decimal | None = None
    since = ZERO
    for amount, balance in zip(amounts, balances, strict=True):
        since += amount
        if balance is None:
            continue
        if known is not None:
            links += 1
            held += known + since == balance
        known, since = balance, ZERO
    return links, held


def _pair(printed: PrintedBalances, moved: Decimal) -> tuple[Balance | None, Balance | None, bool]:
    """The opening and closing balance that the lines lead from and to, else the surest ones."""
    for closing in printed.closing:
        for opening in printed.opening:
            if opening.amount + moved == closing.amount:
                return opening, closing, True
    first = printed.opening[0] if printed.opening else None
    last = printed.closing[0] if printed.closing else None
    return first, last, False


def _totals_hold(totals: PrintedTotals, amounts: Sequence[Decimal]) -> bool:
    ins = sum((a for a in amounts if a > 0), ZERO)
    outs = -sum((a for a in amounts if a < 0), ZERO)
    covered = (not ins or totals.money_in is not None) and (
        not outs or totals.money_out is not None
    )
    wrong = (totals.money_in is not None and totals.money_in != ins) or (
        totals.money_out is not None and totals.money_out != outs
    )
    return bool(amounts) and covered and not wrong
