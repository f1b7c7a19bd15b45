"""What a line's own words say of its amount: the same figure in the text or the raw row; pure.

Here: finding an amount in text, however its digits are grouped. Not here: reading amounts for
the books (tables/amounts.py, formats/): here a figure is only compared, never used.
"""

import re
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine

_FIGURE = re.compile(r"\d(?:[\d.,'\u00a0]*\d)?")
SHORTEST = 3
"""Fewer digits are found in any text by chance."""


def prints(text: str, amount: Decimal) -> bool:
    """True when a figure of the text has the digits of this amount, with or without cents."""
    wanted = _writings(amount)
    return bool(wanted) and any(_digits(f.group()) in wanted for f in _FIGURE.finditer(text))


def speaks_for(line: ParsedLine, old: Decimal, new: Decimal) -> int:
    """2: the row prints the new amount and not the old; 1: both; -1: only the old; 0: neither."""
    text = f"{line.raw}\n{line.description}\n{line.counterparty}"
    has_old, has_new = prints(text, old), prints(text, new)
    if has_new:
        return 1 if has_old else 2
    return -1 if has_old else 0


def _writings(amount: Decimal) -> set[str]:
    cents = str(abs(int(amount.scaleb(2))))
    plain = format(abs(amount), "f").replace(".", "").lstrip("0")
    writings = {cents, plain}
    if amount == amount.to_integral_value():
        writings.add(str(abs(int(amount))))
    return {w for w in writings if len(w) >= SHORTEST}


def _digits(figure: str) -> str:
    return re.sub(r"\D", "", figure).lstrip("0")
