"""Beancount journals: recognised, read, booked and checked.

Here: the order of the steps. Not here: any of them (parsing, booking, checking).
"""

import re

from ledgerflow.interchange.journals.beancount.booking import Booked, Booking
from ledgerflow.interchange.journals.beancount.checking import (
    accounts_check,
    balances_check,
    pads_fill,
    references_check,
)
from ledgerflow.interchange.journals.beancount.parsing import Parser
from ledgerflow.interchange.journals.beancount.records import Journal
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.parsed import (
    ROUNDING,
    TRADING,
    JournalAccount,
    ParsedJournal,
)

__all__ = ["beancount_read", "is_beancount"]

_CLAIM = re.compile(
    r"""^(?:
        \d{4,}[-/]\d+[-/]\d+[ \t]+(?:open|close|commodity|pad|balance|event|query|custom|note
            |document|price)[ \t]+\S
        |\d{4,}[-/]\d+[-/]\d+[ \t]+(?:txn|[*!&\#?%])[ \t]+"
        |(?:option|plugin|include)[ \t]+"
        |push(?:tag|meta)[ \t]
    )""",
    re.MULTILINE | re.VERBOSE,
)


def is_beancount(head: str) -> bool:
    """By its dated directives, quoted texts and options; the name does not count."""
    return bool(_CLAIM.search(head))


def beancount_read(text: str) -> ParsedJournal:
    """Read the text of a whole file; what is wrong with it becomes faults."""
    faults = Faults()
    journal = Parser(faults).read(text)
    journal.transactions.sort(key=lambda t: (t.date, t.line))
    booking = Booking(journal, faults)
    booked = [booking.book(t) for t in journal.transactions]
    accounts_check(journal, booked, faults)
    references_check(journal, faults)
    if not faults.has_errors:
        booked += pads_fill(journal, booked, faults)
        balances_check(journal, booked, faults)
    booked.sort(key=lambda b: (b.transaction.date, b.transaction.line))
    entries = [b.entry for b in booked if b.entry is not None]
    accounts = _accounts(journal, booked, faults)
    return ParsedJournal("beancount", journal.options.title, accounts, entries, faults.all())


def _accounts(journal: Journal, booked: list[Booked], faults: Faults) -> tuple[JournalAccount, ...]:
    """Every account that is opened or used, typed by its root."""
    lines: dict[str, int] = {}
    currencies: dict[str, set[str]] = {}
    for name, opened in journal.opened.items():
        lines[name] = opened.line
        currencies[name] = set(opened.currencies)
    for one in booked:
        for line in one.entry.lines if one.entry else ():
            lines.setdefault(line.account, line.line)
            currencies.setdefault(line.account, set()).add(line.currency)
    return tuple(
        JournalAccount(
            name,
            _type_of(name, line, journal, faults),
            next(iter(currencies[name])) if len(currencies[name]) == 1 else "",
            line,
        )
        for name, line in lines.items()
    )


def _type_of(name: str, line: int, journal: Journal, faults: Faults) -> str:
    root = name.split(":", 1)[0]
    kind = journal.options.roots.get(root, "")
    if name == ROUNDING or name.startswith(f"{TRADING}:"):
        return "equity"
    if not kind:
        faults.once(
            "account_root",
            root,
            line,
            f"{name} begins with none of the five roots",
            "Begin it with " + ", ".join(journal.options.roots) + ", or name yours with `option`.",
        )
    return kind
