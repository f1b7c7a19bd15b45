"""Kinds of spending and income, finer than the standard accounts; pure.

Here: reading knowledge/categories.toml. Not here: matching account names (accountnames.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.tables import listed, read
from ledgerflow.ledger.charts.standard_keys import STANDARD_KEYS

_ALSO_EXPENSE = frozenset(("owner_draw", "equipment", "loan_payable", "payroll_liabilities"))
"""Standard accounts whose spending a client may keep as an expense of its own."""


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of money. `names` and `near` are phrases, each a tuple of folded words.

    `kinds` are the kinds of ledger account that can hold it.
    """

    id: str
    account: str
    names: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]
    kinds: frozenset[str]


@lru_cache(maxsize=1)
def shipped_categories() -> Mapping[str, Category]:
    """Read the data file; a fault in it is a programming fault and raises."""
    data = read("categories")
    return {name: _category(name, entry) for name, entry in data["category"].items()}


def _category(name: str, entry: Mapping[str, str]) -> Category:
    account = entry["account"]
    kinds = {STANDARD_KEYS[account], ""}
    if account in _ALSO_EXPENSE:
        kinds.add("expense")
    return Category(
        name, account, _phrases(entry["names"]), _phrases(entry.get("near", "")), frozenset(kinds)
    )


def _phrases(texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(text).split()) for text in listed(texts))
