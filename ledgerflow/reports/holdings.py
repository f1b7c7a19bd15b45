"""What money in another currency cost, and what it gained: average cost; pure.

Here: one account's movements in order of days. Not here: reading them (foreign.py) or the rows
(unrealised_gains.py). An account that owes (a card) is the mirror image: what was owed at one
rate and paid at another gains or loses likewise. Amounts are debit positive.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Movement(NamedTuple):
    """A day's movement in the account's currency, and its worth in the base currency at the
    rates it was booked at. The worth is not rounded; with several rates on one day it can have
    another sign than the movement.
    """

    date: dt.date
    amount: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """What is left on an account, what that cost, and what all of its movements were worth.

    None of it is rounded.
    """

    amount: Decimal = ZERO
    cost: Decimal = ZERO
    booked: Decimal = ZERO

    @property
    def realised(self) -> Decimal:
        """What was gained (positive) or lost by what has left: it was worth more than its cost."""
        return self.cost - self.booked

    def moved(self, movement: Movement) -> "Held":
        """After another day: what comes adds its worth, what leaves takes its average cost."""
        left = self.amount + movement.amount
        return Held(left, self._cost_after(movement, left), self.booked + movement.value)

    def _cost_after(self, movement: Movement, left: Decimal) -> Decimal:
        if not movement.amount:
            return self.cost
        if not self.amount or (self.amount > 0) == (movement.amount > 0):
            return self.cost + movement.value
        if not left:
            return ZERO
        if (left > 0) == (self.amount > 0):
            return self.cost * left / self.amount
        # All of it left, and more: the rest is a new position at the day's rate.
        return movement.value * left / movement.amount


def held_of(movements: Iterable[Movement]) -> Held:
    """What all movements leave, in the order they are given."""
    held = Held()
    for movement in movements:
        held = held.moved(movement)
    return held
