"""A statement being invented: its chance, its damage, its sheet and its truth.

Here: Draft, which every layout fills, and the register of layouts. Not here: the layouts.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.pdf_zoo.history import History
from tests.pdf_zoo.sheet import Sheet

Truth = dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """A printed statement and what a reader must find in it."""

    pdf: bytes
    truth: Truth


@dataclass
class Draft:
    """What a layout works with; `damage` is "" or the kind that one row of the print gets."""

    name: str
    rng: random.Random
    misprints: random.Random
    damage: str = ""
    accounts: list[Truth] = field(default_factory=list)
    sheet: Sheet = field(default_factory=Sheet)

    def paper(self, **style: Any) -> Sheet:
        """The sheet, in the layout's style."""
        self.sheet = Sheet(**style)
        return self.sheet

    def digits(self, count: int) -> str:
        """An invented number of so many digits."""
        return "".join(self.rng.choice("123456789") for _ in range(count))

    def money(self, low: int, high: int) -> Decimal:
        """An amount with cents, from `low` up to `high`."""
        return Decimal(f"{self.rng.randrange(low, high)}.{self.rng.randrange(100):02}")

    def printed(self, history: History) -> History:
        """The history as it goes to print: with the draft's damage, if there is any."""
        if not self.damage or not history.movements:
            return history
        return history.damaged(self.damage, self.misprints)

    def account(
        self,
        history: History,
        account_id: str,
        kind: str,
        currency: str,
        period: tuple[dt.date, dt.date],
        *,
        balances: str = "every",
        proof: str = "proved",
        owed: bool = False,
        printed: str = "both",
    ) -> None:
        """Note what a reader must find of one account.

        `balances` tells which rows print one: "every", "day" (the day's last) or "none".
        Balances of an account that is `owed` are positive when the holder owes them.
        `printed` tells which of opening and closing balance are on paper: both, closing, none.
        """
        sign = -1 if owed else 1
        misprint = any(m.hidden or m.printed != m.amount for m in history.movements)
        self.accounts.append(
            {
                "account_id": account_id,
                "type": kind,
                "currency": currency,
                "balance_convention": "owed" if owed else "asset",
                "period_start": period[0].isoformat(),
                "period_end": period[1].isoformat(),
                "opening_balance": str(sign * history.opening) if printed == "both" else None,
                "closing_balance": str(sign * history.closing) if printed != "none" else None,
                "transactions": _rows(history, balances, sign),
                "proof": "not_proved" if misprint else proof,
            }
        )


def _rows(history: History, balances: str, sign: int) -> list[Truth]:
    rows: list[Truth] = []
    for day, movements in history.days():
        for at, row in enumerate(movements):
            last = at == len(movements) - 1
            balance = row.balance if balances == "every" else None
            if balances == "day" and last:
                balance = history.day_end(day)
            rows.append(
                {
                    "date": row.date.isoformat(),
                    "description": row.text,
                    "amount": str(row.printed),
                    "balance": None if balance is None else str(sign * balance),
                }
            )
    return rows


Draw = Callable[[Draft], None]


@dataclass(frozen=True)
class Layout:
    """One bank's way to print. `damages` are the misprints that its own figures give away."""

    name: str
    draw: Draw
    damages: tuple[str, ...]

    def build(self, seed: int = 1, damage: str = "") -> Statement:
        """The statement of this seed. Deterministic: same seed, same bytes and truth."""
        seeds = (f"{self.name}/{seed}", f"{self.name}/{seed}/{damage}")
        rng, misprints = (random.Random(text) for text in seeds)  # noqa: S311 - invented data
        draft = Draft(self.name, rng, misprints, damage)
        self.draw(draft)
        truth = {"layout": self.name, "seed": seed, "accounts": draft.accounts}
        return Statement(draft.sheet.done(), truth)


def layout(draw: Draw) -> Layout:
    """Name a layout after its function, both misprints being visible."""
    return Layout(draw.__name__, draw, ("digit", "dropped"))


def layout_unproved(draw: Draw) -> Layout:
    """A layout that prints too little to give a misprint away."""
    return Layout(draw.__name__, draw, ())
