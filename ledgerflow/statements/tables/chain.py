"""Do running balances follow from the amounts? The judge of every reading.

Here: counting the links that hold. Not here: proving a statement (statements/proof.py).
"""

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import NamedTuple

Figure = Decimal | int
"""Money as it is, or as whole numbers of one unit."""


class Held(NamedTuple):
    """How many links between balances hold, of how many."""

    held: int
    links: int

    @property
    def share(self) -> float:
        """Held links as a share; 0 without links."""
        return self.held / self.links if self.links else 0.0


NO_LINKS = Held(0, 0)


def chain(
    amounts: Sequence[Figure | None],
    balances: Sequence[Figure | None],
    newest_first: bool = False,
    groups: Sequence[Hashable] = (),
) -> Held:
    """Count links: each printed balance = the one before it + the amounts since.

    Rows without a balance are passed over, their amounts count. `groups` keeps accounts apart.
    """
    order = range(len(amounts) - 1, -1, -1) if newest_first else range(len(amounts))
    last: dict[Hashable, Figure] = {}
    since: dict[Hashable, Figure] = {}
    held = links = 0
    for i in order:
        amount, balance = amounts[i], balances[i]
        if amount is None:
            continue
        key = groups[i] if groups else None
        moved = since.get(key, 0) + amount
        if balance is None:
            since[key] = moved
            continue
        if key in last:
            links += 1
            held += last[key] + moved == balance
        last[key] = balance
        since[key] = 0
    return Held(held, links)


def best_direction(
    amounts: Sequence[Figure | None],
    balances: Sequence[Figure | None],
    groups: Sequence[Hashable] = (),
) -> tuple[Held, bool]:
    """The better of oldest first and newest first, and whether it is newest first."""
    forward = chain(amounts, balances, False, groups)
    backward = chain(amounts, balances, True, groups)
    return (backward, True) if backward.held > forward.held else (forward, False)
