"""Rounding many amounts of one account so that their sum stays right to the cent.

Here: what one rounding leaves is carried to the account's next one. Not here: which amounts are
rounded (the readers' booking).
"""

from collections import defaultdict
from decimal import Decimal

from ledgerflow.core.money import round_money


class Carried:
    """What roundings have left over, by account and currency."""

    def __init__(self) -> None:
        self._left: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)

    def rounded(self, account: str, currency: str, amount: Decimal) -> Decimal:
        """The amount in whole minor units, with what earlier ones left."""
        exact = amount + self._left[account, currency]
        whole = round_money(exact, currency)
        self._left[account, currency] = exact - whole
        return whole
