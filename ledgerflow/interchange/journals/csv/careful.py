"""The careful reading of CSV rows: every cell, and each fault with line, column and remedy.

Here: entries from groups of rows. Not here: the quick way (rows.py), headers (header.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.journals.csv.cells import HINT_AMOUNT, amount_of
from ledgerflow.interchange.journals.csv.header import Header, Role
from ledgerflow.interchange.journals.csv.survey import Survey
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import (
    DESCRIPTION_MAX,
    LINES_MAX,
    NOTE_MAX,
    amount_sound,
)
from ledgerflow.interchange.journals.hledger.marks import Marks
from ledgerflow.interchange.journals.staging import StagedRows, Target, Targets
from ledgerflow.ledger.content import escaped

_KINDS = {"opening": "opening", "closing": "closing"}
_HINT_GAP = "Each entry adds up to zero; rows of one entry have one number and stand together."
Row = tuple[tuple[str, ...], int]


class Careful:
    """Reads groups of rows, one an entry. `wanted` are the roles of a row's cells, in order."""

    def __init__(
        self,
        wanted: Sequence[Role],
        header: Header,
        survey: Survey,
        targets: Targets,
        faults: Faults,
    ) -> None:
        self._at = {role: place for place, role in enumerate(wanted)}
        self._header = header
        self._survey = survey
        self._targets = targets
        self._faults = faults
        self._marks = Marks()

    def entries(self, groups: Iterable[Sequence[Row]]) -> Iterator[StagedRows]:
        """Every sound entry; the others become faults."""
        for group in groups:
            staged = self._entry(group)
            if staged is not None:
                yield staged

    def _cell(self, row: tuple[str, ...], role: Role) -> str:
        return row[self._at[role]] if role in self._at else ""

    def _entry(self, group: Sequence[Row]) -> StagedRows | None:
        first, line = group[0]
        day = self._survey.days.get(self._cell(first, "date"), "")
        words = " ".join(text_restored(self._cell(first, "description")).split())
        kind = _KINDS.get(self._cell(first, "kind").strip().lower(), "normal")
        number = self._cell(first, "entry").strip()
        where = f"entry {number} of {day} ({words[:60]!r})".replace("entry  of", "the entry of")
        sound = bool(day)
        rows: list[str] = []
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for cells, at in group:
            if self._cell(cells, "date") != self._cell(first, "date"):
                self._faults.add(
                    "entry_dates",
                    at,
                    f"{where} has rows of several dates",
                    "Give each entry one date and one number of its own.",
                )
                sound = False
            amount = self._amount(cells, at)
            account = self._account(cells, at)
            if amount is None or account is None:
                sound = False
                continue
            sums[account.currency] += amount
            if amount:
                note = text_restored(self._cell(cells, "note"))[:NOTE_MAX]
                rows.append(
                    f"{len(rows) + 1}\t{account.account_id}\t{amount:.4f}"
                    f"\t{account.currency}\t{escaped(note)}"
                )
        if not sound or not self._is_balanced(sums, len(rows), line, where) or not rows:
            return None
        head = f"{day}\t{kind}\t\t{escaped(words[:DESCRIPTION_MAX] or '(no description)')}"
        return head, "\n".join(rows), ""

    def _is_balanced(self, sums: Mapping[str, Decimal], count: int, line: int, where: str) -> bool:
        for currency, gap in sorted(sums.items()):
            if gap:
                what = f"debits and credits differ by {gap:f} {currency}, in {where}"
                self._faults.add("unbalanced", line, what, _HINT_GAP)
                return False
        if count > LINES_MAX:
            what = f"{where} has {count:,} lines; at most {LINES_MAX:,}"
            self._faults.add("long_entry", line, what, "Split it into several entries.")
            return False
        return True

    def _account(self, row: tuple[str, ...], line: int) -> Target | None:
        currency = self._survey.currencies.get(self._cell(row, "currency"), "")
        cell = self._cell(row, "account")
        target = self._targets.get((cell, currency))
        if target is None:
            self._faults.once(
                "unknown_account",
                f"{cell}\t{currency}",
                line,
                f"there is no account for {cell.strip()[:60]!r} in {currency}",
                "Name it in --map, or have it opened with --open-accounts.",
            )
            return None
        if target.currency != currency:
            self._faults.once(
                "account_currency",
                f"{cell}\t{currency}",
                line,
                f"{cell.strip()[:60]!r} is kept in {target.currency}, not {currency}",
                "Use an account kept in that currency.",
            )
            return None
        return target

    def _amount(self, row: tuple[str, ...], line: int) -> Decimal | None:
        """The signed amount; None where it is a fault."""
        if "amount" in self._at:
            return self._number(self._cell(row, "amount"), line, "amount")
        texts = {role: self._cell(row, role).strip() for role in ("debit", "credit")}
        if not any(texts.values()):
            self._faults.add("amount", line, "there is neither debit nor credit", HINT_AMOUNT)
            return None
        debit = self._number(texts["debit"] or "0", line, "debit")
        credit = self._number(texts["credit"] or "0", line, "credit")
        if debit is None or credit is None:
            return None
        if debit and credit:
            self._faults.add(
                "amount", line, "there is debit and credit in one row", "Use two rows."
            )
            return None
        return debit - credit

    def _number(self, text: str, line: int, role: Role) -> Decimal | None:
        column = self._header.column(role)
        try:
            amount = amount_of(text, self._marks)
        except ValueError as error:
            self._faults.add("amount", line, str(error), HINT_AMOUNT, column=column)
            return None
        return amount if amount_sound(amount, line, self._faults) else None
