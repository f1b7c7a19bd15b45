"""The header of a journal in CSV: which column is what.

Here: delimiter, roles, and what is missing. Not here: rows (survey.py, rows.py).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ledgerflow.core.errors import UnreadableFile

Role = Literal[
    "entry", "date", "description", "account", "name", "type", "amount", "debit", "credit",
    "currency", "note", "kind",
]  # fmt: skip

_WORDS: dict[str, Role] = {
    **dict.fromkeys(("entry", "entryid", "entrynumber", "entryno", "number", "no", "nr", "id",
                     "txn", "txnidx", "txnid", "transaction", "transactionid", "transactionno",
                     "journalno", "journalid", "voucher", "voucherno", "reference", "ref"),
                    "entry"),
    **dict.fromkeys(("date", "entrydate", "postingdate", "transactiondate", "day"), "date"),
    **dict.fromkeys(("description", "payee", "narration", "memo", "text", "details"),
                    "description"),
    **dict.fromkeys(("account", "accountcode", "accountnumber", "accountno", "code", "glaccount",
                     "ledgeraccount"), "account"),
    **dict.fromkeys(("accountname", "name"), "name"),
    **dict.fromkeys(("accounttype", "type"), "type"),
    **dict.fromkeys(("amount", "value", "total"), "amount"),
    **dict.fromkeys(("debit", "dr", "debitamount"), "debit"),
    **dict.fromkeys(("credit", "cr", "creditamount"), "credit"),
    **dict.fromkeys(("currency", "commodity", "ccy"), "currency"),
    **dict.fromkeys(("note", "linenote", "comment", "notes", "linedescription"), "note"),
    "kind": "kind",
}  # fmt: skip
_DELIMITERS = ",;\t|"
_NOT_WORD = re.compile(r"[^a-z0-9]")
_HINT = (
    "Name the columns in the first row: entry, date, description, account, amount (or debit and"
    " credit), currency, note."
)


@dataclass(frozen=True, slots=True)
class Header:
    """The first row: `places` maps roles to columns, `width` is how many columns there are."""

    delimiter: str
    width: int
    places: dict[Role, int]
    names: tuple[str, ...]

    def column(self, role: Role) -> str:
        """The column's own name, "" where there is none."""
        return self.names[self.places[role]] if role in self.places else ""


def header_of(
    line: str,
    needs: Iterable[Role] = ("date", "account"),
    also: Mapping[str, Role] = MappingProxyType({}),
) -> Header | None:
    """The header that a first line is; None where it lacks a needed column or any amount.

    `also` are words that name a column in this kind of file only.
    """
    best = max(_DELIMITERS, key=line.count)
    names = tuple(next(csv.reader(io.StringIO(line), delimiter=best), []))
    places: dict[Role, int] = {}
    for place, name in enumerate(names):
        word = _NOT_WORD.sub("", name.strip().lower())
        role = also.get(word) or _WORDS.get(word)
        if role is not None:
            places.setdefault(role, place)
    if "name" in places and "account" not in places:
        places["account"] = places.pop("name")
    has_amount = "amount" in places or {"debit", "credit"} <= places.keys()
    return Header(best, len(names), places, names) if _has(places, needs) and has_amount else None


def _has(places: Mapping[Role, int], needs: Iterable[Role]) -> bool:
    return all(role in places for role in needs)


def header_needed(line: str) -> Header:
    """The header. Raises UnreadableFile that says which columns are needed."""
    header = header_of(line)
    if header is None:
        raise UnreadableFile(
            f"Line 1 ({line[:80]!r}) names no columns with date, account and amount.",
            code="journal_header",
            hint=_HINT,
        )
    return header
