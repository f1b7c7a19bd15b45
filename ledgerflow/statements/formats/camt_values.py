"""Amounts, days and counts as CAMT files write them.

Here: text to Decimal, date, int and truth, or None when it is none. Not here: what for.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from ledgerflow.statements.formats.amounts import plain_amount

_AMOUNT = re.compile(r"\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_COMMA = re.compile(r"\+?[0-9]+,[0-9]{1,2}")
_DAY = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})"
    r"(?:[T ][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]*)?)?)?)?"
    r"\s*(?:Z|[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
)
_COUNT = re.compile(r"[0-9]{1,15}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def amount(text: str) -> Decimal | None:
    """An amount without sign, as the standard has it; a comma before one or two decimals too.

    None for anything else, signed amounts too: beside CRDT or DBIT a minus has two readings.
    """
    if not _AMOUNT.fullmatch(text):
        if not _COMMA.fullmatch(text):
            return None
        text = text.replace(",", ".")
    return plain_amount(text)


@lru_cache(maxsize=8192)
def day(text: str) -> dt.date | None:
    """The calendar day as the bank prints it; time and zone are not used to move it."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def count(text: str) -> int | None:
    """A number of entries."""
    return int(text) if _COUNT.fullmatch(text) else None


def truth(text: str) -> bool | None:
    """An xs:boolean."""
    return _TRUTH.get(text.lower())
