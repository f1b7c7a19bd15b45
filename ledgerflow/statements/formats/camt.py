"""The CAMT reader: ISO 20022 reports (052), statements (053) and notifications (054).

Here: a file from bytes to ParsedFile, and what concerns it as a whole. XML, paths and meaning
are in camt_tree.py, camt_paths.py, camt_entries.py and camt_statements.py.
"""

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_entries import Rows, row_add
from ledgerflow.statements.formats.camt_faults import Found
from ledgerflow.statements.formats.camt_pages import Page, joined
from ledgerflow.statements.formats.camt_shapes import cut
from ledgerflow.statements.formats.camt_statements import rows_for, statement_of
from ledgerflow.statements.formats.camt_text import decode, looks_like_camt
from ledgerflow.statements.formats.camt_tree import Record, Sink, walk
from ledgerflow.statements.parsed import ParsedFile, SourceFile

STATEMENTS_MAX = 20_000
_MESSAGES = {"Rpt": "camt.052", "Stmt": "camt.053", "Ntfctn": "camt.054"}


class CamtFormat:
    """CAMT.052, CAMT.053 and CAMT.054 files of every version."""

    id = "camt"
    title = "CAMT.052/.053/.054"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first bytes are XML with a CAMT message inside."""
        return looks_like_camt(head)

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all statements of the file with all faults.

        Raises UnreadableFile when the bytes are no well-formed XML without declarations, when
        the file is cut off, and when there is no statement inside.
        """
        decoded = decode(file.data, file.name)
        collector = _Collector(file.name)
        for fault in decoded.faults:
            collector.found.add(fault)
        short = cut(decoded.text)
        sink = Sink(collector.entry, collector.statement, short.attribute, short.record)
        documents = walk(short.text.encode(), file.name, sink, decoded.lines_before)
        if not collector.pages:
            raise _no_statement(file.name)
        statements = joined(collector.pages, collector.found)
        reading = {
            "encoding": decoded.encoding,
            "declared_encoding": decoded.declared,
            "documents": documents,
            "messages": sorted(collector.messages),
            "signs": "CRDT is money in, DBIT money out, for reversals too",
            "date": "the booking day as printed; the value day where there is none",
            "batches": "one line for an entry; its single payments are in the raw text",
        }
        return ParsedFile(self.id, statements, collector.found.capped(), reading)


class _Collector:
    """What was found so far; entries are kept under the statement that is still open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Found()
        self.pages: list[Page] = []
        self.messages: set[str] = set()
        self._open: Record | None = None
        self._rows: Rows | None = None

    def entry(self, entry: Record, statement: Record) -> None:
        """Take one entry."""
        row_add(self._rows_of(statement), entry, self.found)

    def statement(self, record: Record) -> None:
        """Take a statement, with the entries that came before its end."""
        rows = self._rows_of(record)
        self._open = self._rows = None
        if len(self.pages) >= STATEMENTS_MAX:
            raise UnreadableFile(
                f"{self.name}: there are more than {STATEMENTS_MAX:,} statements in one file.",
                code="camt_too_many_statements",
                hint="Export a shorter period from the bank and import the parts.",
            )
        self.messages.add(_MESSAGES[record.name])
        self.pages.append(Page(record, statement_of(record, rows, self.found)))

    def _rows_of(self, statement: Record) -> Rows:
        if self._rows is None or self._open is not statement:
            self._open, self._rows = statement, rows_for(statement)
        return self._rows


def _no_statement(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the message holds no statement, report or notification.",
        code="camt_no_statement",
        hint="Export the account's statement at the bank; nothing was imported from this file.",
    )
