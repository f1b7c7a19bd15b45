"""What is asked of the list of transactions: read from an address, and written into one.

Here: the filter and its cursor. Not here: looking (selectors/transactionscan.py). What cannot be
read is said, not left out: a list that silently shows more than was asked is a wrong list.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError
from ledgerflow.web.selectors.asking import amount_typed
from ledgerflow.web.typed import day_of, number_of

TEXT_MAX = 100
WAITING, BOOKED, EXCLUDED = "waiting", "booked", "excluded"
STATES = (WAITING, BOOKED, EXCLUDED)
DIRECTIONS = ("in", "out")
NAMES = ("text", "bank", "account", "amount", "start", "end", "direction", "state")
MORE = ("start", "end", "direction", "bank", "account")

_RANGE = re.compile(r"\s*(?P<low>[\d.,' ]+?)\s*(?:(?:-|–|\.\.)\s*(?P<high>[\d.,' ]+?)\s*)?")
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last transaction before a page: its day and id."""

    day: dt.date
    transaction_id: int

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}.{self.transaction_id}"


@dataclass(frozen=True, slots=True)
class TransactionFilter:
    """What is wanted; empty fields want nothing. `low` and `high` are without sign.

    `typed` holds the fields as they were typed, for the form; `problems` what could not be read:
    then nothing is found.
    """

    text: str = ""
    bank_account_id: int | None = None
    account_id: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    direction: str = ""
    state: str = ""
    typed: Mapping[str, str] | None = None
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The filter as an address has it: "text=depot&state=waiting"; "" for none."""
        return urlencode([(k, v) for k, v in (self.typed or {}).items() if v])

    @property
    def has_more(self) -> bool:
        """True where something beside words, amount and state is wanted."""
        return any((self.typed or {}).get(name) for name in MORE)


def filter_from(given: Mapping[str, str]) -> TransactionFilter:
    """The filter of an address; never fails."""
    typed = {name: given.get(name, "").strip()[:TEXT_MAX] for name in NAMES}
    problems: list[str] = []
    low, high = _amounts(typed["amount"], problems)
    return TransactionFilter(
        text=" ".join(typed["text"].replace("\0", "").split()),
        bank_account_id=_id(typed["bank"], _("bank account"), problems),
        account_id=_id(typed["account"], _("account"), problems),
        low=low,
        high=high,
        start=_day(typed["start"], problems),
        end=_day(typed["end"], problems),
        direction=_known(typed["direction"], DIRECTIONS, problems),
        state=_known(typed["state"], STATES, problems),
        typed=typed,
        problems=tuple(problems),
    )


def cursor_from(text: str) -> Cursor | None:
    """The place to go on from; None where the address names none that can be."""
    found = _CURSOR.fullmatch(text)
    if not found:
        return None
    try:
        return Cursor(dt.date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        return None


def _amounts(text: str, problems: list[str]) -> tuple[Decimal | None, Decimal | None]:
    """ "86.10" is exactly that, "50-100" everything between, both ends included."""
    if not text:
        return None, None
    found = _RANGE.fullmatch(text)
    low = amount_typed(found["low"]) if found else None
    high = amount_typed(found["high"]) if found and found["high"] else low
    if low is None or high is None or low > high:
        said = _("The amount “%(text)s” cannot be read. Write 86.10, or 50-100 for a range.")
        problems.append(said % {"text": text})
        return None, None
    return low, high


def _id(text: str, what: str, problems: list[str]) -> int | None:
    if not text:
        return None
    number = number_of(text)
    if number is None:
        problems.append(_("There is no such %(what)s.") % {"what": what})
    return number


def _day(text: str, problems: list[str]) -> dt.date | None:
    try:
        return day_of(text)
    except InputError:
        said = _("The day “%(text)s” cannot be read. Write it as 2025-03-31.")
        problems.append(said % {"text": text})
        return None


def _known(text: str, known: tuple[str, ...], problems: list[str]) -> str:
    if text and text not in known:
        said = _("“%(text)s” is no choice here.")
        problems.append(said % {"text": text})
        return ""
    return text
