"""What a BAI2 reader has to say about a file: each kind of fault worded once.

Here: wording and codes. Not here: deciding that something is a fault (bai2_statements.py).
"""

from ledgerflow.statements.formats.bai2_records import Record
from ledgerflow.statements.formats.faults import DAMAGED, Wording
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, Severity


def excerpt(record: Record) -> str:
    """The record as it stands in the file, short."""
    return f"{record.code},{' '.join(record.segments)}"[:EXCERPT_LIMIT]


_about = Wording(excerpt)


def bad_amount(record: Record, value: str, column: str) -> Fault:
    """An amount that is missing or is no number."""
    text = f"{value[:60]!r} is not an amount in minor units such as 123456 ({column})"
    return _about(record, "bai2_bad_amount", column, text)


def bad_date(record: Record, value: str, column: str, *, is_note: bool = False) -> Fault:
    """A day that the calendar does not have."""
    text = f"{value[:20]!r} is no day such as 250131 ({column})"
    severity: Severity = "note" if is_note else "error"
    return _about(record, "bai2_bad_date", column, text, severity=severity)


def bad_type(record: Record, value: str) -> Fault:
    """A type code that is no row of money: in or out cannot be told."""
    text = f"the type {value[:20]!r} is neither a credit (100-399) nor a debit (400-699)"
    return _about(record, "bai2_bad_type", "type", text)


def bad_record(record: Record, what: str) -> Fault:
    """A record that is unknown or cannot be read as its kind."""
    return _about(record, "bai2_bad_record", "record", what, DAMAGED)


def bad_currency(record: Record, value: str) -> Fault:
    """A currency that is no three letters."""
    text = f"{value[:20]!r} is no currency such as USD"
    return _about(record, "bai2_bad_currency", "currency", text)


def out_of_order(record: Record, what: str) -> Fault:
    """A record where none of its kind can stand: one before it is missing."""
    return _about(record, "bai2_out_of_order", "record", what, DAMAGED)


def no_trailer(record: Record, what: str) -> Fault:
    """An account, group or file that is not closed by its trailer."""
    text = f"{what} that begins here has no trailer: what follows is missing"
    return _about(record, "bai2_truncated", "trailer", text, DAMAGED)


def control(record: Record, column: str, what: str, *, is_note: bool) -> Fault:
    """A control figure of a trailer that does not fit what was read."""
    hint = "Compare the rows with the bank; records may be missing or changed."
    severity: Severity = "note" if is_note else "error"
    return _about(record, "bai2_control_total", column, what, hint, severity)


def second_balance(record: Record, code: str) -> Fault:
    """A ledger balance that is given twice with different amounts."""
    text = f"the balance {code} is given twice with different amounts"
    return _about(record, "bai2_second_balance", code, text, DAMAGED)


def no_account(record: Record) -> Fault:
    """An account record without a number."""
    text = "the account record (03) has no account number"
    return _about(record, "bai2_no_account", "account", text, DAMAGED)


def default_currency(record: Record) -> Fault:
    """No currency in account or group: the standard says US dollars."""
    text = "neither account nor group says its currency; by the standard it is USD"
    hint = "Check that the account is kept in US dollars."
    return _about(record, "bai2_default_currency", "currency", text, hint, "note")


def group_status(record: Record, status: str) -> Fault:
    """A group that deletes or corrects an earlier one, or is a test."""
    words = {"2": "deletes an earlier report", "4": "is a test", "3": "corrects an earlier report"}
    text = f"this group {words[status]} (status {status})"
    hint = "Look at the earlier report before deciding; nothing was changed by itself."
    return _about(
        record, "bai2_group_status", "status", text, hint, "note" if status == "3" else "error"
    )


def without_money(record: Record) -> Fault:
    """A row of information only."""
    text = "a row without money (type 890) is left out"
    return _about(record, "bai2_without_money", "type", text, "Nothing to do.", "note")


def summary_differs(record: Record, what: str) -> Fault:
    """Totals of the summary that the rows do not reach: the bank reports not every row."""
    hint = "The bank may report only a part of the rows; compare with the account."
    return _about(record, "bai2_summary_differs", "summary", what, hint, "note")


def no_statement(line: int) -> Fault:
    """A file header and no account."""
    return Fault(
        code="bai2_no_statement",
        message=f"Line {line}: the file holds no account.",
        hint="Export the account's transactions at the bank; nothing was imported from this file.",
        line=line,
        severity="note",
    )
