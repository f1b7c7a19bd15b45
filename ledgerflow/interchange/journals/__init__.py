"""Journals of other programs: one line in JOURNALS for each format, recognised by content.

Here: the list, and which reader a file gets. Not here: any format.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ledgerflow.core.errors import AmbiguousFormat, InputError, UnknownFormat
from ledgerflow.interchange.journals.beancount import beancount_read, is_beancount
from ledgerflow.interchange.journals.csv import CsvJournal, is_csv_journal
from ledgerflow.interchange.journals.hledger import hledger_read, is_hledger
from ledgerflow.interchange.journals.staging import BookedReading, Reading, Target
from ledgerflow.interchange.journals.text import journal_bytes_check, journal_text

__all__ = ["JOURNALS", "JournalFormat", "Reading", "Target", "identify", "journal_read"]

HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class JournalFormat:
    """A kind of journal. `identify` looks at the beginning of the text; the name does not count.

    `read(data, currency)` takes the currency of amounts that name none, "" where nobody said.
    """

    id: str
    title: str
    identify: Callable[[str], bool]
    read: Callable[[bytes, str], Reading]


def _beancount(data: bytes, currency: str) -> Reading:
    return BookedReading(beancount_read(journal_text(data)))


def _hledger(data: bytes, currency: str) -> Reading:
    return BookedReading(hledger_read(journal_text(data), currency))


JOURNALS: tuple[JournalFormat, ...] = (
    JournalFormat("beancount", "Beancount", is_beancount, _beancount),
    JournalFormat("hledger", "hledger or ledger", is_hledger, _hledger),
    JournalFormat("csv", "CSV, one row a line", is_csv_journal, CsvJournal),
)
"""Every format; two that claim one file are an error naming both."""


def identify(data: bytes, name: str) -> JournalFormat:
    """The format of a journal, by its content. Raises UnknownFormat or AmbiguousFormat."""
    journal_bytes_check(data)
    head = data[:HEAD_BYTES].decode(errors="replace").removeprefix("\ufeff")
    claims = [journal for journal in JOURNALS if journal.identify(head.replace("\r", ""))]
    known = ", ".join(f"{journal.id} ({journal.title})" for journal in JOURNALS)
    if not claims:
        raise UnknownFormat(
            f"{name}: no journal format recognises the file.",
            hint=f"These are read: {known}. Say which one with --format if it is one of them.",
        )
    if len(claims) > 1:
        both = " and ".join(journal.title for journal in claims)
        raise AmbiguousFormat(
            f"{name}: it looks like {both} at once.", hint=f"Say which one with --format: {known}."
        )
    return claims[0]


def journal_read(name: str, data: bytes, *, currency: str = "", format_id: str = "") -> Reading:
    """Read a journal, by its content or as the format that is named.

    Raises InputError where it is none; what is wrong inside it are the reading's faults.
    """
    if not format_id:
        return identify(data, name).read(data, currency)
    for journal in JOURNALS:
        if journal.id == format_id:
            return journal.read(data, currency)
    raise InputError(
        f"There is no journal format {format_id!r}.",
        code="unknown_journal_format",
        hint="Choose one of: " + ", ".join(journal.id for journal in JOURNALS) + ".",
    )
