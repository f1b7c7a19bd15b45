"""Which ledger account a journal's account stands for, and why: by map, code, path or name.

Here: the choice, from records alone. Not here: opening accounts (opening.py), posting
(services.py). A name is taken only where it leaves no doubt: same type, same currency, and no
other account of the journal that would end in the same place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.book import BookAccount
from ledgerflow.interchange.journals.parsed import TRADING, JournalAccount

How = Literal["map", "code", "path", "name", "trading", "open", "unknown"]
_NOT_WORD = re.compile(r"[^\w]|_", re.UNICODE)
_CLOSE_MAX = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A journal's account and the code it is posted to; "" where it is still to be opened."""

    account: JournalAccount
    how: How
    code: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """How the journal's reading names it: its text and its currency."""
        return self.account.cell, self.account.currency


@dataclass(slots=True)
class _Index:
    """The chart, by everything an account can be found by."""

    by_code: dict[str, BookAccount]
    by_path: dict[str, list[BookAccount]] = field(default_factory=dict)
    by_name: dict[str, list[BookAccount]] = field(default_factory=dict)


def bare(text: str) -> str:
    """A name without blanks, marks and capitals, to compare it with another."""
    return _NOT_WORD.sub("", text).casefold()


def rest_of(name: str) -> str:
    """A name without its first part: "Assets:Bank:Checking" -> "Bank:Checking"."""
    _, _, rest = name.partition(":")
    return rest or name


def accounts_choose(
    accounts: Sequence[JournalAccount], chart: Iterable[BookAccount], mapping: Mapping[str, str]
) -> list[Choice]:
    """A choice for each account; `mapping` is a person's own, from names to codes."""
    index = _index_of(chart)
    choices = [_choose(account, index, mapping) for account in accounts]
    ends = Counter((c.code, c.account.currency) for c in choices if c.how == "name")
    return [
        replace(c, how="unknown", code="")
        if c.how == "name" and ends[c.code, c.account.currency] > 1
        else c
        for c in choices
    ]


def close_names(account: JournalAccount, chart: Iterable[BookAccount]) -> list[str]:
    """Accounts to book to whose names look alike, as "6110 Office expense"."""
    usable = {bare(a.name): a for a in chart if a.is_active and not a.is_heading}
    last = bare(account.title or account.name.rpartition(":")[2])
    names = get_close_matches(last, usable, n=_CLOSE_MAX, cutoff=0.6)
    return [f"{usable[name].code} {usable[name].name}" for name in names]


def _index_of(chart: Iterable[BookAccount]) -> _Index:
    everything = list(chart)
    usable = [a for a in everything if not a.is_heading]
    index = _Index({a.code: a for a in usable})
    paths = account_names(everything)
    for account in usable:
        for path in {bare(paths[account.code]), bare(account.name)}:
            index.by_path.setdefault(path, []).append(account)
        index.by_name.setdefault(bare(account.name), []).append(account)
    return index


def _choose(account: JournalAccount, index: _Index, mapping: Mapping[str, str]) -> Choice:
    for name in (account.name, f"{account.name} {account.currency}", account.title):
        if name and name in mapping:
            return Choice(account, "map", mapping[name])
    if account.name.startswith(f"{TRADING}:"):
        return Choice(account, "trading")
    found = index.by_code.get(account.name)
    if found is not None and _suits(account, found):
        return Choice(account, "code", found.code)
    rest = rest_of(account.title or account.name)
    for path in (account.name, rest, f"{rest} {account.currency}"):
        fits = [a for a in index.by_path.get(bare(path), []) if _suits(account, a)]
        if len(fits) == 1:
            return Choice(account, "path", fits[0].code)
    last = bare((account.title or account.name).rpartition(":")[2])
    fits = [a for a in index.by_name.get(last, []) if _suits(account, a) and account.type]
    if len(fits) == 1:
        return Choice(account, "name", fits[0].code)
    return Choice(account, "unknown")


def _suits(account: JournalAccount, candidate: BookAccount) -> bool:
    return (
        candidate.currency == account.currency
        and candidate.is_active
        and (not account.type or candidate.type == account.type)
    )
