"""The QIF reader: Quicken's exchange format as banks and other programs write it.

Here: a file from bytes to ParsedFile, and what concerns it as a whole: one order of dates, one
decimal mark, whether it ends where it should. Headers, records, values and meaning are in
qif_text.py, qif_records.py, qif_values.py and qif_statements.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats import qif_faults as faults_of
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.formats.mt940_text import decode, head_text
from ledgerflow.statements.formats.qif_ending import Ending
from ledgerflow.statements.formats.qif_faults import DAMAGED_WHOLE
from ledgerflow.statements.formats.qif_records import Reader
from ledgerflow.statements.formats.qif_statements import Register, registers_of, statement_of
from ledgerflow.statements.formats.qif_text import looks_like_qif
from ledgerflow.statements.formats.qif_values import (
    MarkDecision,
    Values,
    decide_dates,
    decide_mark,
)
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement, SourceFile
from ledgerflow.statements.tables.dateorder import DateDecision


class QifFormat:
    """QIF files."""

    id = "qif"
    title = "QIF"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first line that says anything is a QIF header or a QIF record."""
        return looks_like_qif(head_text(head))

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all accounts of the file with all faults.

        `file.profile` may state `date_order` and `decimal`. Raises UnreadableFile when bytes are
        no text or no line is a header or a record.
        """
        decoded = decode(file.data, file.name, self.id)
        reader = Reader(decoded.text)
        ending = Ending()
        registers = registers_of(ending.watch(reader.records()))
        if not registers and not reader.headers:
            raise _no_records(file.name)
        mark, dates = _decide(registers, file.name, file.profile or {})
        faults = list(decoded.faults)
        faults += _questions(mark, dates)
        values = Values(dates.order, mark.mark)
        statements = [s for r in registers if (s := statement_of(r, values, faults))]
        faults += faults_of.skipped(reader.skipped, reader.unknown)
        faults += _remarks(registers, statements)
        faults += ending.faults(reader.last_line, decoded.text[-1:] == "\n")
        reading: dict[str, Any] = {
            "encoding": decoded.encoding,
            "date_order": dates.order,
            "decimal": mark.mark,
            "signs": "as printed: money in is positive",
            "why": {"dates": dates.why, "decimal": mark.why},
        }
        if dates.other:
            reading["candidates"] = [{"date_order": o} for o in (dates.order, dates.other)]
        return ParsedFile(
            self.id,
            tuple(statements),
            capped(faults, code="qif_more_faults", hint=DAMAGED_WHOLE),
            reading,
        )


def _decide(
    registers: Sequence[Register], name: str, given: Mapping[str, Any]
) -> tuple[MarkDecision, DateDecision]:
    """Decimal mark and date order of the whole file, from every transaction in it."""
    amounts = [
        text
        for register in registers
        for record in register.records
        for text in (*map(record.fields.get, "TU"), *record.splits)
        if text
    ]
    mark = decide_mark(amounts, given)
    rows = [[*one.records, *one.trades] for one in registers]
    dates = [[t for record in of_one if (t := record.fields.get("D"))] for of_one in rows]
    return mark, decide_dates([d for d in dates if d] or [[]], mark.mark, name, given)


def _questions(mark: MarkDecision, dates: DateDecision) -> list[Fault]:
    """Errors where two readings are equally good and a person has to choose."""
    found: list[Fault] = []
    if mark.is_open:
        found.append(faults_of.decimal_mark(mark.why))
    if dates.other:
        found.append(faults_of.date_order(dates.order, dates.other, dates.why))
    return found


def _remarks(registers: Sequence[Register], statements: Sequence[ParsedStatement]) -> list[Fault]:
    """What a person should know about the file as a whole."""
    found: list[Fault] = []
    trades = sum(len(register.trades) for register in registers)
    if trades:
        text = f"{trades:,} trades of securities are not read."
        hint = "Book purchases and sales of securities by hand; rows that move cash were read."
        found.append(faults_of.note("qif_trades_not_read", text, hint))
    if not statements:
        found.append(faults_of.no_statement())
    elif not all(statement.currency for statement in statements):
        text = "The file does not say its currency."
        hint = "Choose the bank account; its currency is used."
        found.append(faults_of.note("qif_no_currency", text, hint))
    return found


def _no_records(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: there is no header such as !Type:Bank and no transaction.",
        code="qif_no_records",
        hint="The file is damaged or no QIF: export it again.",
    )
