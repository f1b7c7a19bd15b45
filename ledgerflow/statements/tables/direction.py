"""Is a lone amount column printed with money in positive, or with charges positive?

Here: the evidence for and against, row by row, and the verdict with its reasons. Not here:
the words themselves (directionwords.py) and what running balances say (judge.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ledgerflow.statements.tables.directionwords import MAYBE_PAYMENT, kind_of_text
from ledgerflow.statements.tables.headers import header_roles

Verdict = Literal["as_printed", "inverted", "unclear"]

_SURE_PAYMENT, _COLUMN_NAME, _CARD, _FEE_COLUMN = 3.0, 3.0, 2.0, 2.0
_DECISIVE = 2.0
_OUTWEIGHS = 3.0
_MOSTLY = 0.7
_FEW_ROWS = 5
_TURNED_SHARE, _PRINTED_SHARE = 0.15, 0.1
"""So many of the different texts must speak for a reading where most amounts are positive."""
_MINUS_SHARE, _PLUS_SHARE = 0.3, 0.2
"""At least so many texts with a minus, and at most so many with a plus, sound like spending."""
_ROWS_MAX = 600
_MONEY_IN = frozenset(("card_payment", "refund", "income", "invoice"))
_MONEY_OUT = frozenset(("fee", "spending", "chain", "purchase"))
_WEIGHTS = {"card_payment": _SURE_PAYMENT, "purchase": 0.5, "invoice": 0.5}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weights for money in positive (`printed`) and for charges positive (`turned`).

    `strong` is True where more than the kind of shop speaks for charges positive.
    """

    verdict: Verdict
    printed: float
    turned: float
    strong: bool
    why: str

    @property
    def likelier(self) -> str:
        """The convention with more evidence; the usual one of equals."""
        return "inverted" if self.turned > self.printed else "as_printed"


@dataclass(slots=True)
class _Scale:
    printed: float = 0.0
    turned: float = 0.0
    strong: bool = False
    sure: bool = False
    texts: Counter[bool] = field(default_factory=Counter)
    spending: Counter[bool] = field(default_factory=Counter)

    def add(self, weight: float, *, money_in: bool, positive: bool, strong: bool = True) -> None:
        if money_in == positive:
            self.printed += weight
            return
        self.turned += weight
        self.strong = self.strong or strong
        # a heavy witness speaks for the whole file, a light one for its row
        self.sure = self.sure or weight >= _CARD

    def spends_with_minus(self) -> bool:
        """True where rows with a minus sound like spending far more often than the others."""
        minus, plus = (self.spending[p] / max(self.texts[p], 1) for p in (False, True))
        seldom = plus <= _PLUS_SHARE and 3 * plus <= minus
        return not self.sure and minus >= _MINUS_SHARE and seldom and self.spending[False] > 1


def weigh(
    values: Sequence[Decimal], texts: Sequence[str], *, header: str, card: bool, fees: bool
) -> Evidence:
    """Weigh the words of the rows against the signs of their amounts (both parallel).

    `header` names the amount column, `card` tells that the file is a card's, `fees` that a fee
    column stands beside the amounts, as processors of payments print them.
    """
    rows = [(v > 0, t) for v, t in zip(values, texts, strict=True) if v][:_ROWS_MAX]
    positive = sum(p for p, _ in rows)
    share = positive / len(rows) if rows else 0.0
    scale = _Scale()
    _weigh_rows(rows, scale, mostly=share >= _MOSTLY)
    if rows:
        _weigh_header(header, share, scale)
    if card and share > 0.5:
        scale.add(_CARD, money_in=False, positive=True)
    if fees and share > 0.5:
        scale.add(_FEE_COLUMN, money_in=True, positive=True)
    return _verdict(scale, len(rows), share)


def _weigh_rows(rows: Sequence[tuple[bool, str]], scale: _Scale, *, mostly: bool) -> None:
    """Each distinct text counts once, so that a daily coffee is one witness."""
    maybe = 0
    seen: set[tuple[bool, str]] = set()
    for positive, text in rows:
        folded, kind = kind_of_text(text)
        if (positive, folded) in seen:
            continue
        seen.add((positive, folded))
        scale.texts[positive] += 1
        scale.spending[positive] += kind in _MONEY_OUT
        against = mostly and not positive
        if kind in (None, "spending") and against and MAYBE_PAYMENT.search(folded):
            maybe += 1
        elif kind is not None and (kind != "invoice" or positive):
            scale.add(
                _WEIGHTS.get(kind, 1.0),
                money_in=kind in _MONEY_IN,
                positive=positive,
                strong=kind != "purchase",
            )
    if maybe and (not scale.printed or scale.turned > scale.printed):
        # "payment" against the stream of the rows pays a card only where the rest are charges
        scale.add(min(maybe, 1.0), money_in=True, positive=False, strong=scale.strong)


def _weigh_header(header: str, share: float, scale: _Scale) -> None:
    roles = header_roles(header)
    if "amount" in roles or not roles:
        return
    if "out" in roles and "in" not in roles:
        scale.add(_COLUMN_NAME, money_in=False, positive=share >= 0.5)
    elif "in" in roles and "out" not in roles and share >= 0.5:
        scale.add(_COLUMN_NAME, money_in=True, positive=True)


def _verdict(scale: _Scale, rows: int, share: float) -> Evidence:
    printed, turned = scale.printed, scale.turned
    weights = f"{turned:g} signs for charges positive, {printed:g} for money in positive"
    # against a file that mostly takes money out, one witness is not enough
    needed = _DECISIVE if share >= 0.5 else 2 * _DECISIVE
    if not scale.sure:
        needed = max(needed, _TURNED_SHARE * scale.texts.total())
    if scale.strong and turned >= needed and turned >= _OUTWEIGHS * printed:
        why = f"charges are printed positive: {weights}"
        return Evidence("inverted", printed, turned, scale.strong, why)
    if share > 0.5 and scale.spends_with_minus():
        doubtful, doubt = False, ""
    elif share > 0.5:
        doubtful = 0 < turned >= printed
        bare = printed < max(1.0, _PRINTED_SHARE * scale.texts.total())
        doubtful = doubtful or (bare and share >= _MOSTLY and rows >= _FEW_ROWS)
        shown = "all" if share == 1 else f"{share:.0%} of the"
        doubt = f"{shown} amounts are positive and nothing settles which way ({weights})"
    else:
        doubtful = printed < turned >= _DECISIVE
        doubt = f"words and signs do not agree ({weights})"
    verdict: Verdict = "unclear" if doubtful else "as_printed"
    why = doubt if doubtful else "amounts carry their own sign"
    return Evidence(verdict, printed, turned, scale.strong, why)
