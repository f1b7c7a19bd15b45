"""What an MT940 reader has to say about a file: each kind of fault worded once.

Here: wording and codes. Not here: deciding that something is a fault (mt940_statements.py).
"""

from ledgerflow.statements.formats.faults import DAMAGED, Wording
from ledgerflow.statements.formats.mt940_fields import Field
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, Severity


def excerpt(field: Field) -> str:
    """The field as it stands in the file, short."""
    return f":{field.tag}:{' '.join(field.lines)}"[:EXCERPT_LIMIT]


_about = Wording(excerpt)


def bad_entry(field: Field) -> Fault:
    """An entry that is not value date, sign and amount."""
    text = f"{field.lines[0][:60]!r} in :61: is not a date, C or D and an amount"
    return _about(field, "mt940_bad_entry", ":61:", text, DAMAGED)


def bad_amount(field: Field, value: str) -> Fault:
    """An amount that cannot be read, or can be a thousand or a fraction."""
    text = f"{value[:60]!r} in :{field.tag}: is not an amount such as 1234,56"
    return _about(field, "mt940_bad_amount", "amount", text)


def bad_date(field: Field, value: str, column: str, *, is_note: bool = False) -> Fault:
    """A day that the calendar does not have; a note where another date stands beside it."""
    text = f"{value[:20]!r} in :{field.tag}: is no day of the calendar ({column})"
    severity: Severity = "note" if is_note else "error"
    return _about(field, "mt940_bad_date", column, text, severity=severity)


def bad_balance(field: Field) -> Fault:
    """A balance that is not sign, date, currency and amount."""
    text = f"{field.lines[0][:60]!r} in :{field.tag}: is not a balance such as C250131EUR1234,56"
    return _about(field, "mt940_bad_balance", f":{field.tag}:", text)


def bad_total(field: Field) -> Fault:
    """A total of an interim report that cannot be read."""
    text = f"{field.lines[0][:60]!r} in :{field.tag}: is not a total such as 3EUR1234,56"
    return _about(field, "mt940_bad_total", f":{field.tag}:", text)


def no_currency(field: Field) -> Fault:
    """A balance without its currency: what it is a balance of is not said."""
    text = f"the balance in :{field.tag}: does not say its currency and is left out of the proof"
    hint = "Compare the balance with the bank's and release the statement with a reason."
    return _about(field, "mt940_balance_currency", f":{field.tag}:", text, hint, "note")


def two_currencies(field: Field, one: str, other: str) -> Fault:
    """Opening and closing balance, or a total, in different currencies."""
    text = f":{field.tag}: is in {other}, the statement in {one}"
    return _about(field, "mt940_two_currencies", f":{field.tag}:", text, DAMAGED)


def second_account(field: Field) -> Fault:
    """Two account numbers inside one message: two statements may have run into one."""
    text = "a second account number stands inside one statement"
    return _about(field, "mt940_second_account", ":25:", text, DAMAGED)


def second_balance(field: Field, *, is_note: bool) -> Fault:
    """The same balance printed twice with different values."""
    text = f"a second, different balance stands in :{field.tag}:; the last one counts"
    severity: Severity = "note" if is_note else "error"
    return _about(field, "mt940_second_balance", f":{field.tag}:", text, DAMAGED, severity)


def no_account(field: Field) -> Fault:
    """A statement without :25:."""
    text = "the statement does not say its account (:25:)"
    hint = "Say which account it is: --account NAME."
    return _about(field, "mt940_no_account", ":25:", text, hint, "note")


def no_closing(field: Field) -> Fault:
    """A statement that ends without :62F: or :62M:; the last one of a file may be cut off."""
    text = "the statement that begins here has no closing balance (:62F:): it may be cut off"
    return _about(field, "mt940_no_closing", ":62F:", text, DAMAGED, "note")


def truncated(line: int, what: str) -> Fault:
    """The file ends inside of a message."""
    return Fault(
        code="mt940_truncated",
        message=f"The file ends at line {line} {what}: what follows is missing.",
        hint="Download the statement again; a part of a statement is never booked as whole.",
        line=line,
        column="end",
    )


def header_only(line: int) -> Fault:
    """A message beside others that has neither balance nor entry: it was cut off."""
    return Fault(
        code="mt940_header_only",
        message=f"Line {line}: a message begins here that has no balance and no entry.",
        hint=DAMAGED,
        line=line,
        column=":20:",
    )


def page_gap(line: int, number: str, closing: str, opening: str) -> Fault:
    """Two pages of one statement that do not follow each other."""
    return Fault(
        code="mt940_page_gap",
        message=f"Line {line}: this page of statement {number} begins with {opening}, the page "
        f"before ends with {closing}.",
        hint="A page is missing or damaged: download the statement again.",
        line=line,
        column=":60M:",
    )


def pages_missing(line: int, what: str) -> Fault:
    """An intermediate balance without the page that it belongs to."""
    return Fault(
        code="mt940_pages_missing",
        message=f"Line {line}: {what} of this statement is not in the file.",
        hint="Import the other page as well.",
        line=line,
        column=":60M:",
        severity="note",
    )


def no_statement(line: int) -> Fault:
    """Fields, but no balance and no entry among them."""
    return Fault(
        code="mt940_no_statement",
        message=f"Line {line}: there are fields of a statement, but no balance and no entry.",
        hint="Export the account's transactions at the bank; nothing was imported from this file.",
        line=line,
        severity="note",
    )
