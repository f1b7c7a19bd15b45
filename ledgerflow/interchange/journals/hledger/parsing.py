"""hledger and ledger journals, line by line: transactions, and blocks that belong together.

Here: what a line begins and what the indented lines below it belong to. Not here: directives
(directives.py) and postings (postings.py).
"""

import datetime as dt
import re

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money, NoAmount
from ledgerflow.interchange.journals.hledger.directives import Directives
from ledgerflow.interchange.journals.hledger.postings import posting_read
from ledgerflow.interchange.journals.hledger.records import Journal, Transaction

_HEAD = re.compile(
    r"(?P<date>[0-9]+[-/.][0-9]+(?:[-/.][0-9]+)?)(?:=(?P<second>[0-9]+[-/.][0-9]+(?:[-/.][0-9]+)?))?"
    r"(?:[ \t]+(?P<status>[*!]))?(?:[ \t]*\((?P<code>[^)]*)\))?"
    r"(?:[ \t]+(?P<description>[^;]*))?[ \t]*(?:;.*)?\Z"
)
_COMMENT = ";#*%|"
_OTHER_DAY = re.compile(r"\bdate2?:|\[=?[0-9]+[-/.]")
_HINT = "Correct the line; `hledger check` names what hledger itself does not understand."
_HINT_DAY = "Nothing to do, unless the months must agree with the other program's."


class Parser:
    """Reads a whole file; faults are collected, not raised."""

    def __init__(self, faults: Faults, money: Money) -> None:
        self.faults = faults
        self.journal = Journal()
        self.money = money
        self.directives = Directives(self.journal, faults, self.money)
        self._within: Transaction | None = None
        self._below = ""
        self._ending = ""

    def read(self, text: str) -> Journal:
        """All that the text says."""
        for number, line in enumerate(text.split("\n"), 1):
            if self.faults.is_hopeless:
                break
            try:
                self._line(number, line)
            except NoAmount as error:
                self.faults.add("syntax", number, str(error), error.hint or _HINT, excerpt=line)
        self.journal.precisions = {**self.money.precisions, **self.money.fixed_precisions}
        return self.journal

    def _line(self, number: int, line: str) -> None:
        if self._ending:
            if line.rstrip() in {self._ending, "end"}:
                self._ending = ""
            return
        if not line or line.isspace():
            self._within, self._below = None, ""
            return
        if line[0] in " \t":
            self._indented(number, line)
            return
        self._within, self._below = None, ""
        if line[0] in _COMMENT:
            return
        if line[0].isdigit():
            self._below = "broken"
            self._within = self._transaction(number, line)
            self.journal.transactions.append(self._within)
            self._below = "transaction"
        elif line[0] in "=~":
            self._below = "rule"
            kind = "Automatic rules (=)" if line[0] == "=" else "Periodic entries (~)"
            self.faults.note(
                "rule",
                line[0],
                number,
                f"{kind} are not applied",
                "To have their entries, import what `hledger print --auto --forecast` writes.",
            )
        else:
            self._below, self._ending = self.directives.read(number, line)

    def _indented(self, number: int, line: str) -> None:
        bare = line.strip()
        if bare[0] in ";#":
            self._comment(number, bare)
        elif self._within is not None:
            posting = posting_read(number, line, self.money)
            posting.account = self.directives.renamed(posting.account)
            self._within.postings.append(posting)
            if posting.note:
                self._comment(number, posting.note)
        elif self._below == "":
            raise NoAmount("an indented line belongs to nothing (an empty line ended the entry)")
        else:
            self.directives.below(self._below, number, bare)

    def _comment(self, number: int, text: str) -> None:
        if self._within is not None and _OTHER_DAY.search(text):
            self.faults.note(
                "posting_date",
                "",
                number,
                "Dates of single postings are not kept; the entry's date counts",
                _HINT_DAY,
            )

    def _transaction(self, number: int, line: str) -> Transaction:
        found = _HEAD.match(line.rstrip())
        if found is None:
            raise NoAmount("this is no date, status, code and description")
        if found["second"]:
            self.faults.note(
                "second_date",
                "",
                number,
                "Second dates are not kept; the first one counts",
                _HINT_DAY,
            )
        description = (found["description"] or "").strip()
        if found["code"]:
            description = f"{description} ({found['code'].strip()})".strip()
        return Transaction(number, self._day(found["date"]), description)

    def _day(self, text: str) -> dt.date:
        parts = re.split(r"[-/.]", text)
        year = self.directives.year
        if len(parts) == 2:
            if year is None:
                raise NoAmount(
                    f"the date {text} has no year", "Put a line such as `Y2025` above it."
                )
            parts = [str(year), *parts]
        elif len(parts[0]) < 4:
            raise NoAmount(f"{text} is no date", "Write dates as 2025-01-31.")
        try:
            return dt.date(*(int(part[:6]) for part in parts))
        except ValueError:
            raise NoAmount(f"{text[:40]} is no day of the calendar", "Correct the date.") from None
