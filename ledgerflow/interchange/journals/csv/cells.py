"""Amounts in cells of CSV: plain numbers, or as people and other programs write them.

Here: one cell's text. Not here: rows (careful.py, and openings/ for opening balances).
"""

import re
from decimal import Decimal

from ledgerflow.interchange.journals.arithmetic import BadSum
from ledgerflow.interchange.journals.hledger.marks import Marks

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?\Z")
_WRITTEN = re.compile(r"(\()?([+\-−]?)\s*([0-9.,][0-9.,\u00a0\u202f ]*)([\-−]?)(\))?\Z")
HINT_AMOUNT = "Write amounts as -1234.50: a point, no thousands, at most four decimals."


def amount_of(text: str, marks: Marks) -> Decimal:
    """The amount that a cell says: -12.50, (12.50), 12.50-, 1,234.50.

    Raises BadSum where it is none and OpenMark where it has two readings (both ValueError).
    """
    if _PLAIN.match(text):
        return Decimal(text)
    found = _WRITTEN.match(text.strip())
    if found is None or bool(found[1]) != bool(found[5]):
        raise BadSum(f"{text.strip()[:40]!r} is no amount")
    amount = marks.number(found[3].strip(), "")
    negative = bool(found[1] or found[4]) or found[2] in ("-", "−")
    return -amount if negative else amount
