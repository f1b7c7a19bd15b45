"""Balances of a CAMT statement: which of those printed open and close it.

Here: codes, signs, dates, several of one kind. Not here: control totals (camt_totals.py),
whether the figures agree (statements/proof.py).

Opening: OPBD, else PRCD. Closing: CLBD. A report or a page in the middle has interim balances
(ITBD) instead. Available, forward and informational balances are none of the books' balances.
"""

from collections.abc import Sequence

from ledgerflow.statements.formats import camt_faults as faults_of
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.camt_values import amount, day
from ledgerflow.statements.parsed import Balance, Fault

_OPENING, _PREVIOUS, _CLOSING, _INTERIM = "OPBD", "PRCD", "CLBD", "ITBD"


def balance_currencies(statement: Record) -> set[str]:
    """The currencies of its booked balances."""
    booked = (_OPENING, _PREVIOUS, _CLOSING, _INTERIM)
    found = {b.currencies.get("Amt", "") for b in statement.owned if b.get("Code", "") in booked}
    return found - {""}


def balances_of(
    statement: Record, currency: str, found: faults_of.Found
) -> tuple[Balance | None, Balance | None, set[str]]:
    """(opening, closing, other currencies they are in); None where none is printed.

    Balances in the statement's currency count. Where there is none of a kind, one in another
    currency is what the bank printed: it is shown, and must not prove (camt_statements.py).
    """
    own = [b for b in statement.owned if b.currencies.get("Amt", currency) in (currency, "")]
    first, last = _edges(own)
    if len(own) < len(statement.owned) and not (first and last):
        others = _edges(statement.owned)
        first, last = first or others[0], last or others[1]
    foreign = {b.currencies.get("Amt", "") for b in (*first, *last)} - {"", currency}
    opening, closing = _one(first, found, latest=False), _one(last, found, latest=True)
    return opening, closing, foreign


def _edges(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """(what opens, what closes): by code, interim balances where these are not printed."""
    by_code: dict[str, list[Record]] = {}
    for record in records:
        by_code.setdefault(record.get("Code", "").upper(), []).append(record)
    interim = by_code.get(_INTERIM, [])
    first = by_code.get(_OPENING) or by_code.get(_PREVIOUS) or []
    last = by_code.get(_CLOSING) or []
    if not first and interim and (last or len(interim) > 1):
        first = interim[:1]
    return first, last or interim[-1:]


def _one(records: list[Record], found: faults_of.Found, *, latest: bool) -> Balance | None:
    """The earliest or latest of several; two of one day must be equal."""
    read = [(balance, record) for record in records if (balance := _balance(record, found))]
    if not read:
        return None
    dated = [b.date for b, _ in read if b.date]
    if len(dated) == len(read):
        edge = max(dated) if latest else min(dated)
        read = [(b, r) for b, r in read if b.date == edge]
    balance, _ = read[-1 if latest else 0]
    if len({b.amount for b, _ in read}) > 1:
        amounts = " and ".join(str(b.amount) for b, _ in read[:2])
        code = read[0][1]["Code"]
        text = f"the statement has two {code} balances, {amounts}"
        hint = "Ask the bank which of them holds."
        found.add(faults_of.about(read[1][1], "camt_two_balances", "Bal", text, hint))
    return balance


def _balance(record: Record, found: faults_of.Found) -> Balance | None:
    """One balance, or None with a fault."""
    value = amount(record.get("Amt", ""))
    direction = record.get("CdtDbtInd", "")
    if fault := _wrong(record, is_amount=value is not None, is_nothing=not value):
        found.add(fault)
    if value is None or fault:
        return None
    date = day(record.get("Dt", ""))
    if date is None and "Dt" in record:
        found.add(faults_of.unreadable(record, "Dt", "date", is_note=True))
    return Balance(-value if value and direction == "DBIT" else value, date)


def _wrong(record: Record, *, is_amount: bool, is_nothing: bool) -> Fault | None:
    """What keeps the balance from being one. Nothing needs no direction."""
    for key in ("Amt", "CdtDbtInd", "Dt"):
        if key in record.more:
            return faults_of.repeated(record, key)
    if record.mixed:
        return faults_of.cut_value(record)
    for key, what, is_read in (
        ("Amt", "amount", is_amount),
        ("CdtDbtInd", "direction", is_nothing or record.get("CdtDbtInd") in ("CRDT", "DBIT")),
    ):
        if not is_read and key in record:
            return faults_of.unreadable(record, key, what)
        if not is_read:
            return faults_of.missing(record, key, what)
    return None
