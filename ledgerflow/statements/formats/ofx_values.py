"""Amounts and dates as OFX files write them.

Here: text to Decimal and date, or None when it is neither. Not here: what the value is for.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from ledgerflow.statements.formats.amounts import plain_amount

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_COMMA = re.compile(r"[+-]?(?:[0-9]+,[0-9]*|,[0-9]+)")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?P<sep>[.,' \u2019\u00a0\u202f])[0-9]{3})(?:(?P=sep)[0-9]{3})*"
    r"(?P<rest>[.,][0-9]{1,4})?"
)
_THOUSAND = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_DATE = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})"
    r"(?:[T ]?[0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,:][0-9]*)?)?)?)?"
    r"\s*(?:Z|[+-][0-9]{1,2}(?::?[0-9]{2})?|\[[^\[\]]*\]?)?"
)


def is_ambiguous(text: str) -> bool:
    """True for "1,234": a thousand or one and a bit, nothing in the value tells."""
    return bool(_THOUSAND.fullmatch(text))


def amount(text: str) -> Decimal | None:
    """A signed amount with point or comma as decimal mark, thousands grouped or not.

    None for anything else, for what `is_ambiguous` and for more digits than the books keep.
    """
    if _PLAIN.fullmatch(text):
        return plain_amount(text)
    text = text.replace("\u2212", "-").strip()
    if len(text) > 40 or is_ambiguous(text):
        return None
    if _PLAIN.fullmatch(text):
        return plain_amount(text)
    if _COMMA.fullmatch(text):
        return plain_amount(text.replace(",", "."))
    grouped = _GROUPED.fullmatch(text)
    if not grouped:
        return None
    rest = grouped["rest"] or ""
    if rest and rest[0] == grouped["sep"]:
        return None
    whole = text[: len(text) - len(rest)].replace(grouped["sep"], "")
    return plain_amount(whole + rest.replace(",", "."))


@lru_cache(maxsize=8192)
def day(text: str) -> dt.date | None:
    """The calendar day as the bank prints it; time and zone are not used to move it."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
