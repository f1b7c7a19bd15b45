"""Amounts and shares as people type them, read by the decimal mark of their language; pure.

Here: the only reader of typed numbers; js/amounts.js reads alike. Not here: which mark a page has
(web), or amounts as banks print them (statements/tables/amounts.py). What could be read in two
ways, thousand times apart, is no number: somebody types it again.
"""

import re
from decimal import Decimal

OTHER = {".": ",", ",": "."}
"""The other mark, which groups thousands where the first one is the decimal mark."""

_GAPS = "'’ \u00a0\u202f"
_SIGNED = re.compile(r"([-+−–]?)\s*(.*)", re.DOTALL)
_WHOLE = {
    mark: re.compile(
        rf"([1-9][0-9]{{0,2}}([{re.escape(other)}{_GAPS}])[0-9]{{3}}(?:\2[0-9]{{3}})*|[0-9]*)"
        rf"(?:{re.escape(mark)}([0-9]+))?"
    )
    for mark, other in OTHER.items()
}
_UNCLEAR = {mark: re.compile(rf"[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}") for mark in OTHER}
_DIGITS_MAX = 15
_DECIMALS_MAX = 10


def number_read(text: str, mark: str) -> Decimal | None:
    """A number where `mark` is the decimal mark; None where it is none, or is unclear.

    "1.234,50" and "12.50" are read with either mark: no language means another number by them.
    """
    sign, bare = _signed(text)
    if is_unclear(text, mark):
        return None
    for one in (mark, OTHER[mark]):
        found = _WHOLE[one].fullmatch(bare)
        if found:
            return _number(sign, found[1], found[3] or "")
    return None


def is_unclear(text: str, mark: str) -> bool:
    """True for "1.200" where "." is the decimal mark: it may as well mean twelve hundred."""
    return bool(_UNCLEAR[mark].fullmatch(_signed(text)[1]))


def share_read(text: str, mark: str) -> Decimal | None:
    """A share in percent: a number that has no thousands, so that every mark is a decimal one."""
    bare = text.strip().removesuffix("%").strip()
    sign, digits = _signed(bare)
    found = re.fullmatch(r"([0-9]*)(?:[.,]([0-9]+))?", digits)
    return _number(sign, found[1], found[2] or "") if found else number_read(bare, mark)


def _signed(text: str) -> tuple[str, str]:
    found = _SIGNED.fullmatch(text.strip())
    return (found[1], found[2]) if found else ("", "")


def _number(sign: str, whole: str, decimals: str) -> Decimal | None:
    digits = re.sub(r"[^0-9]", "", whole)
    if not digits + decimals or len(digits) > _DIGITS_MAX or len(decimals) > _DECIMALS_MAX:
        return None
    number = Decimal(f"{digits or '0'}.{decimals or '0'}")
    return -number if sign in {"-", "−", "–"} else number
