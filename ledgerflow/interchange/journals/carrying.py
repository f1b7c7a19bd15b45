"""Rounding many amounts of one account so that their sum stays right to the cent.

Here: what one rounding leaves is carried to the account's next one, and which worked-out amounts
are rounded at all. Not here: working amounts out (the readers' booking).
"""

from collections import defaultdict
from decimal import Decimal

from ledgerflow.core.money import AMOUNT_LIMIT, is_storable, round_money
from ledgerflow.interchange.journals.currencies import iso_currencies
from ledgerflow.interchange.journals.faults import Faults


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


class WorkedOut:
    """Amounts that a journal leaves to its reader, as books can keep them."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._carried = Carried()

    def kept(self, account: str, line: int, number: Decimal, currency: str) -> Decimal:
        """The number itself where it can be kept, else rounded with a note.

        Numbers of other commodities or beyond the limit are left to the checks that refuse them.
        """
        if is_storable(number) or currency not in iso_currencies() or abs(number) >= AMOUNT_LIMIT:
            return number
        self._faults.note(
            "worked_out_rounded",
            "",
            line,
            "Worked-out amounts with more than four decimals are rounded",
            "Nothing to do.",
        )
        return self._carried.rounded(account, currency, number)
