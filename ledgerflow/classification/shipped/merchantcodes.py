"""Merchant category codes (ISO 18245) that some banks send: code -> category; pure.

Here: finding a code in the bank's type or text, and our table of ranges. Not here: what a
category means in books (categories.toml).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.shipped.records import KNOWN_KIND, Entry, Hit, Trades, shares
from ledgerflow.classification.shipped.tables import entry_of, listed, read

_TYPE = re.compile(r"\s*(?:(?:mcc|sic)\W*)?(\d{4})\s*", re.IGNORECASE)
_TEXT = re.compile(r"\b(?:mcc|sic)[\s:=#-]{0,3}(\d{4})\b", re.IGNORECASE)
_REFUND = Decimal("0.80")


def code_in(facts: TransactionFacts) -> str:
    """The merchant category code of a transaction, four digits, or ""."""
    found = _TYPE.fullmatch(facts.bank_type) if facts.bank_type else None
    if found is None and "c" in facts.description.lower():
        found = _TEXT.search(facts.description)
    return found.group(1) if found else ""


def entry_for(code: str) -> Entry | None:
    """What a code of four digits means; None where our table does not say."""
    starts, ranges = _ranges()
    at = bisect_right(starts, code) - 1
    if at < 0:
        return None
    _first, last, entry = ranges[at]
    return entry if code <= last else None


def hits_by_code(facts: TransactionFacts, trades: Trades) -> list[Hit]:
    """What the bank's merchant category code says."""
    code = code_in(facts)
    entry = entry_for(code) if code else None
    if entry is None:
        return []
    factor = 1 if facts.direction == "out" else _REFUND
    why = f"the bank's merchant code {code} stands for {entry.what}"
    return [Hit(entry, shares(entry, entry.prior * factor, trades), why, KNOWN_KIND * factor)]


@lru_cache(maxsize=1)
def _ranges() -> tuple[Sequence[str], Sequence[tuple[str, str, Entry]]]:
    data = read("merchant_codes")
    ranges: list[tuple[str, str, Entry]] = []
    for group in data["group"]:
        entry = entry_of(group, data["version"])
        for text in listed(group["codes"]):
            first, _, last = text.partition("-")
            ranges.append((first, last or first, entry))
    ranges.sort(key=lambda found: found[0])
    return [first for first, _last, _entry in ranges], ranges
