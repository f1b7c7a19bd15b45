"""What a QIF reader has to say about a file: each kind of fault worded once.

Here: wording and codes. Not here: deciding that something is a fault (qif_statements.py).
"""

from operator import attrgetter

from ledgerflow.statements.formats.faults import Wording
from ledgerflow.statements.formats.qif_records import Account, Record
from ledgerflow.statements.parsed import Fault

_AT_BANK = "Export the file again; if it stays so, correct this value by hand."
_DAMAGED = "A part of the file is missing or damaged here: export it again."
DAMAGED_WHOLE = "A file with so many faults is damaged as a whole: export it again."
_about = Wording[Record](attrgetter("raw"), _AT_BANK)
_NAMES = {"D": "date (D)", "T": "amount (T)", "U": "amount (U)"}


def missing(record: Record, code: str) -> Fault:
    """A transaction without date or amount."""
    return _about(record, "qif_missing_value", code, f"the transaction has no {_NAMES[code]}")


def bad_amount(record: Record, code: str, value: str) -> Fault:
    """An amount that cannot be read."""
    text = f"{value[:60]!r} is not an amount such as -1,234.56 with at most four decimals"
    return _about(record, "qif_bad_amount", code, text)


def bad_date(record: Record, value: str, order: str) -> Fault:
    """A date that is none in the file's order."""
    text = f"{value[:60]!r} is not a day of the calendar (the file's dates are {order})"
    return _about(record, "qif_bad_date", "D", text)


def two_amounts(record: Record) -> Fault:
    """T and U are the same amount by the standard, and differ."""
    text = f"the two amounts differ: T{record.fields['T'][:40]}, U{record.fields['U'][:40]}"
    return _about(record, "qif_two_amounts", "T", text)


def repeated(record: Record) -> Fault:
    """A second date or amount: the end mark between two transactions is missing."""
    text = f"there is a second {_NAMES[record.repeated]}: two transactions ran into one (no ^)"
    return _about(record, "qif_repeated_value", record.repeated, text, _DAMAGED)


def stray(record: Record) -> Fault:
    """A line that is no field and goes on with no text."""
    text = f"{record.stray[:60]!r} begins with no field's letter"
    return _about(record, "qif_stray_text", record.stray[:1], text, _DAMAGED)


def split_sum(record: Record, printed: str, computed: str) -> Fault:
    """The parts of a transaction do not add up to it."""
    text = f"the parts of the transaction add up to {computed}, its amount is {printed}"
    return _about(record, "qif_split_sum", "$", text)


def truncated(record: Record, last_line: int) -> Fault:
    """The file ends inside of a transaction."""
    text = f"the file ends at line {last_line} inside of this transaction (no ^)"
    hint = "Export the file again; or, if the transaction is whole, add a line with ^ at the end."
    return _about(record, "qif_truncated", "^", text, hint)


def no_end(record: Record) -> Fault:
    """A last transaction that looks whole but has no end mark."""
    text = "the transaction looks whole but is not ended by ^"
    hint = "Look whether this is the last transaction of the export."
    return _about(record, "qif_no_end", "^", text, hint, "note")


def opening_row(record: Record) -> Fault:
    """A row that states what was there before the first movement."""
    text = "an opening balance stands among the transactions and is read as one of them"
    hint = "Leave it out of the books where the account's opening balance is entered already."
    return _about(record, "qif_opening_row", "T", text, hint, "note")


def bad_account_balance(account: Account) -> Fault:
    """A statement balance in the list of accounts that cannot be read."""
    return note(
        "qif_bad_balance",
        f"Line {account.line}: the balance printed for account {account.name!r} cannot be read "
        "and is left out.",
        "Compare the account's balance with the bank's.",
        account.line,
    )


def date_order(order: str, other: str, why: str) -> Fault:
    """Day and month can be told two ways; a person has to say which."""
    return Fault(
        "date_order_ambiguous",
        f"The dates read as {order} and as {other}: {why}.",
        "Say which is right with --date-order (dmy or mdy) or a profile for this account.",
        column="D",
    )


def decimal_mark(why: str) -> Fault:
    """Point and comma can each be the decimal mark."""
    return Fault(
        "qif_ambiguous_amount",
        f"Amounts such as 1,234 can be a thousand or a fraction: {why}.",
        "Export the file with two decimals, or write the amounts with a point and two decimals.",
        column="T",
    )


def note(code: str, message: str, hint: str, line: int | None = None) -> Fault:
    """Something a person should know that keeps nothing from being read."""
    return Fault(code, message, hint, line=line, severity="note")


def skipped(lists: dict[str, int], unknown: dict[str, int]) -> list[Fault]:
    """What stands in the file beside transactions."""
    out: list[Fault] = []
    if lists:
        told = ", ".join(f"{name} ({count})" for name, count in list(lists.items())[:12])
        text = f"Lists that are no statements were passed over: {told}."
        out.append(note("qif_lists_skipped", text, "Nothing to do: they hold no movements."))
    if unknown:
        told = ", ".join(f"{name or '!'} ({count})" for name, count in list(unknown.items())[:12])
        text = f"Sections of an unknown kind were passed over: {told}."
        hint = "Look whether transactions of yours are missing."
        out.append(note("qif_unknown_section", text, hint))
    return out


def no_statement() -> Fault:
    """A QIF file without transactions."""
    hint = "Export the account's transactions; nothing was imported from this file."
    return note("qif_no_statement", "The file holds no transaction of an account.", hint)
