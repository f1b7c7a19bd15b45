"""Dates and amounts of a QIF file: one order and one decimal mark for all of it.

Here: the apostrophe before years, deciding order and mark from the whole file, reading single
values with memory of those seen. Not here: what a value is for (qif_statements.py).
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.core.money import is_storable
from ledgerflow.statements.tables.amounts import Amount, mark_evidence, read_amount, read_plain
from ledgerflow.statements.tables.dateorder import DateClues, DateDecision, decide_order
from ledgerflow.statements.tables.dates import ORDERS, read_date

_PARTS = re.compile(r"(\d{1,4})\s*+([./'-])\s*+(\d{1,2})\s*+([./'-])\s*+(\d{1,4})")
_GROUPED = {
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,3}\.[0-9]{2}"),
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){1,3},[0-9]{2}"),
}
"""Thousands as most programs write them: read in one step, and always fit what is kept."""

_TEXT_MAX = 60
_MARKS = (".", ",")
_MARK_SAMPLE = 20_000
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class MarkDecision:
    """The decimal mark, why, and whether the file contradicts itself about it."""

    mark: str
    why: str
    is_open: bool = False


@dataclass(slots=True)
class Values:
    """Reads the values of one file in its order and with its mark; usual texts once."""

    order: str
    mark: str
    _days: dict[str, dt.date | None] = field(default_factory=dict)
    _amounts: dict[str, Amount | None] = field(default_factory=dict)

    def day(self, text: str) -> dt.date | None:
        """The day, or None where the text is none in this file's order."""
        days = self._days
        if text not in days:
            days[text] = read_date(plain_date(text), self.order)
        return days[text]

    def amount(self, text: str) -> Amount | None:
        """The amount with its currency, or None where the text is none that the books keep."""
        if text in self._amounts:
            return self._amounts[text]
        found = _amount(text, self.mark)
        if len(self._amounts) < _REMEMBERED:
            self._amounts[text] = found
        return found


def _amount(text: str, mark: str) -> Amount | None:
    plain = read_plain(text, mark)  # at most twelve digits and four decimals: always kept
    if plain is not None:
        return Amount(plain or abs(plain), "", "")
    if _GROUPED[mark].fullmatch(text):
        bare = text.replace(",", "") if mark == "." else text.replace(".", "").replace(",", ".")
        value = Decimal(bare)
        return Amount(value or abs(value), "", "")
    if len(text) > _TEXT_MAX:
        return None
    found = read_amount(text, mark)
    if found is None or found.mark or not is_storable(found.value):
        return None
    return found if found.value else found._replace(value=abs(found.value))


def plain_date(text: str) -> str:
    """The date with one kind of separator and no blanks: "1/ 5' 1" becomes "1/5/01"."""
    found = _PARTS.fullmatch(text)
    if not found:
        return text
    first, between, second, mark, third = found.groups()
    separator = between if between != "'" else "/"
    if len(third) == 1 and len(first) < 3 and mark == "'":
        third = f"0{third}"
    return f"{first}{separator}{second}{separator}{third}"


def decide_dates(
    texts: Sequence[Sequence[str]], mark: str, name: str, given: Mapping[str, Any]
) -> DateDecision:
    """The order of all dates of a file; `texts` are those of each account in file order.

    A stated order counts where it reads as many dates as any other. `other` is set where the
    file allows two orders and nobody said which.
    """
    lists = [list(map(plain_date, of_account)) for of_account in texts]
    together = [text for of_account in lists for text in of_account]
    clues = DateClues(decimal=mark if mark == "," else "", name=name)
    decision = decide_order(together, clues)
    stated = str(given.get("date_order") or "")
    if stated in ORDERS and (decision.other or not given.get("roles")):
        distinct = set(together)
        counts = {o: sum(read_date(t, o) is not None for t in distinct) for o in ORDERS}
        if counts[stated] == max(counts.values()):
            return DateDecision(stated, "stated")
    if not decision.other or len(lists) == 1:
        return decision
    return _agreed(decision, [decide_order(t, clues) for t in lists])


def _agreed(whole: DateDecision, of_accounts: Sequence[DateDecision]) -> DateDecision:
    """Each account runs through time on its own; those that tell the order must agree."""
    told = [d for d in of_accounts if not d.other and d.reasons]
    if len({d.order for d in told}) == 1:
        return told[0]
    return whole


def decide_mark(texts: Sequence[str], given: Mapping[str, Any]) -> MarkDecision:
    """The decimal mark of all amounts of a file."""
    distinct = list(dict.fromkeys(t for t in texts if len(t) <= _TEXT_MAX))[:_MARK_SAMPLE]
    votes = mark_evidence(distinct)
    stated = str(given.get("decimal") or "")
    if votes["."] == votes[","]:
        if stated in _MARKS:
            return MarkDecision(stated, "stated")
        is_open = bool(votes["."]) and _differ(distinct)
        why = "two readings are equally good" if is_open else "the amounts read alike either way"
        return MarkDecision(".", why, is_open)
    mark = "." if votes["."] > votes[","] else ","
    against = min(votes.values())
    return MarkDecision(mark, f"{votes[mark]} points for '{mark}', {against} against")


def _differ(texts: Sequence[str]) -> bool:
    """True where an amount is another one with the other mark."""
    return any(read_amount(t, ".") != read_amount(t, ",") for t in texts)
