"""hledger and ledger journals: recognised, read, booked and checked.

Here: the order of the steps. Not here: any of them (parsing, booking).
"""

import re

from ledgerflow.interchange.journals.accounttypes import type_by_name
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money
from ledgerflow.interchange.journals.hledger.booking import Booking
from ledgerflow.interchange.journals.hledger.marks import Marks
from ledgerflow.interchange.journals.hledger.parsing import Parser
from ledgerflow.interchange.journals.hledger.records import Journal
from ledgerflow.interchange.journals.parsed import (
    JournalAccount,
    JournalEntryRead,
    ParsedJournal,
)

__all__ = ["hledger_read", "is_hledger"]

_DAY = r"\d+[-/.]\d+(?:[-/.]\d+)?"
_CLAIM = re.compile(
    rf"""^(?:
        {_DAY}(?:={_DAY})?(?:[ \t]+[*!])?(?:[ \t]*\([^)\n]*\))?(?:[ \t]+(?!"|txn\s|open\s|close\s|
            balance\s|pad\s|commodity\s|price\s|note\s|event\s|document\s|query\s|custom\s)[^\n]*)?
            \n[ \t]+[^\s]
        |account[ \t]+\S|commodity[ \t]+\S|decimal-mark[ \t]+[.,]|D[ \t]+\S*\d|Y[ \t]*\d{{4}}
        |P[ \t]+{_DAY}[ \t]|apply[ \t]+(?:account|tag|year)[ \t]|alias[ \t]+\S|!?include[ \t]+[^"\s]
        |~[ \t]*\w|comment[ \t]*$
    )""",
    re.MULTILINE | re.VERBOSE,
)
_QUOTED = re.compile(rf'^{_DAY}[ \t]+(?:txn|[*!])[ \t]+"', re.MULTILINE)


def is_hledger(head: str) -> bool:
    """By its entries and directives; Beancount's quoted texts are another matter."""
    return bool(_CLAIM.search(head)) and not _QUOTED.search(head)


def hledger_read(text: str, currency: str) -> ParsedJournal:
    """Read the text of a whole file; what is wrong with it becomes faults.

    `currency` is that of amounts without one. The text is looked at a second time where the
    first one showed which decimal mark it has.
    """
    faults, journal, marks = _parsed(text, currency, Marks())
    if marks.still_open and marks.seen():
        faults, journal, _ = _parsed(text, currency, Marks(marks.seen()))
    journal.transactions.sort(key=lambda t: t.date)
    booking = Booking(journal.precisions, faults)
    booked = [booking.book(t) for t in journal.transactions] if not faults.has_errors else []
    entries = [entry for entry in booked if entry is not None]
    return ParsedJournal("hledger", "", _accounts(journal, entries), entries, faults.all())


def _parsed(text: str, currency: str, marks: Marks) -> tuple[Faults, Journal, Marks]:
    faults = Faults()
    parser = Parser(faults, Money(faults, currency, marks))
    return faults, parser.read(text), marks


def _accounts(journal: Journal, entries: list[JournalEntryRead]) -> tuple[JournalAccount, ...]:
    """Every account that is declared or used."""
    lines = {name: line for name, (line, _) in journal.declared.items()}
    currencies: dict[str, set[str]] = {}
    for entry in entries:
        for line in entry.lines:
            lines.setdefault(line.account, line.line)
            currencies.setdefault(line.account, set()).add(line.currency)
    return tuple(
        JournalAccount(
            name,
            _type_of(name, journal),
            next(iter(currencies[name])) if len(currencies.get(name, ())) == 1 else "",
            line,
        )
        for name, line in lines.items()
    )


def _type_of(name: str, journal: Journal) -> str:
    """The declared type, of the account or of one it stands below; else by its name."""
    above = name
    while above:
        if declared := journal.declared.get(above, (0, ""))[1]:
            return declared
        above = above.rpartition(":")[0]
    return type_by_name(name)
