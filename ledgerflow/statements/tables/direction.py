"""Is a lone amount column printed with money in positive, or with charges positive?

Here: the evidence for and against, row by row, and the verdict with its reasons. Not here:
the words themselves (directionwords.py) and what running balances say (judge.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
_ROWS_MAX = 600
_MONEY_IN = frozenset(("card_payment", "refund", "income", "invoice"))
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

    def add(self, weight: float, *, money_in: bool, positive: bool, strong: bool = True) -> None:
        if money_in == positive:
            self.printed += weight
        else:
            self.turned += weight
            self.strong = self.strong or strong


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
    if card and share >= _MOSTLY:
        scale.add(_CARD, money_in=False, positive=True)
    if fees and share >= _MOSTLY:
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
    if maybe and scale.turned > scale.printed:
        # "payment" against the stream of the rows pays a card only where the rest are charges
        scale.add(float(maybe), money_in=True, positive=False)
    elif maybe and not scale.printed:
        scale.add(1.0, money_in=True, positive=False, strong=False)


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
    if scale.strong and turned >= needed and turned >= _OUTWEIGHS * printed:
        why = f"charges are printed positive: {weights}"
        return Evidence("inverted", printed, turned, scale.strong, why)
    verdict: Verdict = "as_printed"
    why = "amounts carry their own sign"
    doubtful = turned > printed and (share >= _MOSTLY or turned >= _DECISIVE)
    bare = not printed and share >= _MOSTLY and rows >= _FEW_ROWS
    if doubtful or bare:
        verdict = "unclear"
        share_text = "all" if share == 1 else f"{share:.0%} of the"
        why = f"{share_text} amounts are positive and nothing settles which way ({weights})"
        if share < _MOSTLY:
            why = f"words and signs do not agree ({weights})"
    return Evidence(verdict, printed, turned, scale.strong, why)
