"""The BAI2 reader: balance and transaction reports of banks to their customers.

Here: a file from bytes to ParsedFile, the order of its records, the control figures of groups
and file. Records, rows and accounts are in bai2_records.py, bai2_rows.py, bai2_statements.py.
"""

from decimal import Decimal

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats import bai2_faults as faults_of
from ledgerflow.statements.formats.bai2_records import CODES, Record, looks_like_bai2, records
from ledgerflow.statements.formats.bai2_statements import (
    Account,
    Group,
    account_of,
    group_of,
    row_add,
    statement_of,
)
from ledgerflow.statements.formats.bai2_values import amount
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.formats.mt940_text import decode, head_text
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement, SourceFile

_ZERO = Decimal(0)
_DEFAULT_GROUP_FIELDS = ",,,,,,"


class Bai2Format:
    """BAI2 files (also called BAI version 2 or BTR1)."""

    id = "bai2"
    title = "BAI2"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first record is a file header, or most lines are numbered records."""
        return looks_like_bai2(head_text(head))

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all accounts of the file with all faults.

        Raises UnreadableFile when bytes are no text or there is not one known record.
        """
        decoded = decode(file.data, file.name, self.id)
        walk = _Walk(list(decoded.faults))
        for record in records(decoded.text):
            walk.take(record)
        walk.end()
        if not walk.known:
            raise UnreadableFile(
                f"{file.name}: no line begins with a record code such as 01, 03 or 16.",
                code="bai2_no_records",
                hint="The file is damaged or no BAI2: download it again from the bank.",
            )
        if not walk.statements:
            walk.faults.append(faults_of.no_statement(1))
        reading = {
            "encoding": decoded.encoding,
            "date": "the group's as-of date",
            "signs": "types 100-399 are money in, 400-699 money out",
            "balances": "010 opening ledger, 015 closing ledger",
        }
        return ParsedFile(
            self.id, tuple(walk.statements), capped(walk.faults, code="bai2_more_faults"), reading
        )


class _Walk:
    """The records in their order: file, groups, accounts, rows and back."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.statements: list[ParsedStatement] = []
        self.known = False
        self._header: Record | None = None
        self._group: Group | None = None
        self._account: Account | None = None
        self._groups = 0
        self._records = 0
        self._total: Decimal | None = _ZERO
        self._is_closed = False

    def take(self, record: Record) -> None:
        """One record; what cannot stand where it does becomes a fault."""
        self._records += record.count
        code = record.code
        if code not in CODES:
            what = f"{code!r} is no record code" if code else "this line is no record"
            self.faults.append(faults_of.bad_record(record, what))
            return
        self.known = True
        if code == "16":
            self._row(record)
        elif code == "03":
            self._begin_account(record)
        elif code == "49":
            self._end_account(record)
        elif code == "02":
            self._begin_group(record)
        elif code == "98":
            self._end_group(record)
        elif code == "01":
            self._begin_file(record)
        elif code == "99":
            self._end_file(record)
        else:
            self.faults.append(faults_of.out_of_order(record, "a continuation without a record"))

    def end(self) -> None:
        """The end of the text: everything must be closed."""
        self._close_group()
        if self._header is not None:
            self.faults.append(faults_of.no_trailer(self._header, "the file"))

    def _begin_file(self, record: Record) -> None:
        self.end()
        self._header, self._is_closed = record, False
        self._groups, self._records, self._total = 0, record.count, _ZERO

    def _begin_group(self, record: Record) -> None:
        self._close_group()
        if self._header is None:
            self.faults.append(faults_of.out_of_order(record, "a group without a file header"))
        self._group = group_of(record, self.faults)

    def _begin_account(self, record: Record) -> None:
        self._close_account()
        if self._group is None:
            self.faults.append(faults_of.out_of_order(record, "an account without a group"))
            self._group = Group(Record("02", record.line, [_DEFAULT_GROUP_FIELDS]))
        self._account = account_of(record, self._group)

    def _row(self, record: Record) -> None:
        if self._account is None:
            self.faults.append(faults_of.out_of_order(record, "a row outside of any account"))
        else:
            row_add(self._account, record)

    def _end_account(self, record: Record) -> None:
        if self._account is None:
            self.faults.append(faults_of.out_of_order(record, "a trailer without an account"))
            return
        self.statements.append(statement_of(self._account, record, self.faults))
        self._account = None

    def _close_account(self) -> None:
        if self._account is not None:
            self.statements.append(statement_of(self._account, None, self.faults))
            self._account = None

    def _end_group(self, record: Record) -> None:
        self._close_account()
        group, self._group = self._group, None
        if group is None:
            self.faults.append(faults_of.out_of_order(record, "a trailer without a group"))
            return
        self._groups += 1
        group.records += record.count
        fields = _fields(record, 3, self.faults)
        printed = self._control(record, fields[0], group.total)
        if self._total is not None:
            self._total = None if printed is None else self._total + printed
        self._count(record, fields[1], group.accounts, "accounts", is_loss=True)
        self._count(record, fields[2], group.records, "records")

    def _close_group(self) -> None:
        self._close_account()
        if self._group is not None:
            self.faults.append(faults_of.no_trailer(self._group.record, "the group"))
            self._group = None

    def _end_file(self, record: Record) -> None:
        self._close_group()
        if self._header is None:
            self.faults.append(faults_of.out_of_order(record, "a trailer without a file header"))
            return
        self._header = None
        fields = _fields(record, 3, self.faults)
        self._control(record, fields[0], self._total)
        self._count(record, fields[1], self._groups, "groups", is_loss=True)
        self._count(record, fields[2], self._records, "records", is_loss=True)

    def _control(self, record: Record, text: str, computed: Decimal | None) -> Decimal | None:
        """The printed control total; noted where the trailers below do not add up to it."""
        if not text:
            return None
        printed = amount(text, "")
        if printed is None:
            self.faults.append(faults_of.bad_amount(record, text, "control total"))
        elif computed is not None and printed != computed:
            what = f"the control total is {printed}, those below add up to {computed}"
            self.faults.append(faults_of.control(record, "control total", what, is_note=True))
        return printed

    def _count(
        self, record: Record, text: str, found: int, what: str, *, is_loss: bool = False
    ) -> None:
        """A printed number of parts; more than were found is a loss where `is_loss` is set."""
        is_number = text.isascii() and text.isdigit() and len(text) < 12
        if not text or (is_number and int(text) == found):
            return
        lost = not is_number or int(text) > found
        said = f"the trailer counts {text[:20]} {what}, there are {found}"
        self.faults.append(faults_of.control(record, what, said, is_note=not (is_loss and lost)))


def _fields(record: Record, number: int, faults: list[Fault]) -> list[str]:
    """The fields of a trailer, all of which must be there (they may be blank)."""
    fields = [f.strip() for f in record.fields()]
    if len(fields) < number:
        what = f"the trailer ({record.code}) is cut off: it has {len(fields)} of {number} fields"
        faults.append(faults_of.bad_record(record, what))
    return fields + [""] * number
