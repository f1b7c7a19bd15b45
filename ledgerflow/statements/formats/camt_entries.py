"""CAMT entries (Ntry) as rows of a statement, with every fault on the way.

Here: amount, direction, status, dates; the sum of a batch's parts. Not here: words and ids
(camt_details.py), balances and totals (camt_statements.py).

CdtDbtInd is the entry's own direction, also for a reversal: RvslInd only says that the
original went the other way. So a reversed charge is CRDT and money in.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.statements.bulk import LINE_FIELDS
from ledgerflow.statements.formats import camt_details as details
from ledgerflow.statements.formats import camt_faults as faults_of
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.camt_values import amount, day, truth
from ledgerflow.statements.parsed import Fault

BOOKED = "BOOK"
_STATUSES = frozenset({BOOKED, "PDNG", "FUTR", "INFO"})
_DIRECTIONS = frozenset({"CRDT", "DBIT"})
_CRITICAL = ("Amt", "CdtDbtInd", "Sts", "BookgDt", "BookgDt/DtTm")
_OTHER_DAYS = ("Settled", "Accepted", "TxDt")
DATE, MONEY, CURRENCY = (LINE_FIELDS.index(name) for name in ("date", "amount", "currency"))


@dataclass(slots=True)
class Rows:
    """What was collected of one statement while it was open.

    `booked` and `pending` hold the fields of each line in the order of LINE_FIELDS. `undated`
    are entries whose date only the statement can tell. `parts_in` and `parts_out` count the
    single payments behind booked entries; `information` the entries that are never booked.
    `owner` is the number and the name (casefolded) of the account, `is_report` tells CAMT.052.
    """

    owner: tuple[str, str]
    is_report: bool
    booked: list[tuple[Any, ...]] = field(default_factory=list)
    pending: list[tuple[Any, ...]] = field(default_factory=list)
    undated: list[tuple[Record, list[tuple[Any, ...]], int]] = field(default_factory=list)
    without_status: list[int] = field(default_factory=list)
    parts_in: int = 0
    parts_out: int = 0
    information: int = 0
    unreadable: int = 0


def row_add(rows: Rows, entry: Record, found: faults_of.Found) -> None:
    """Read one entry; what cannot be read becomes faults instead of a line."""
    money = _money(entry, found)
    status = _status(rows, entry, found)
    date = day(entry.get("BookgDt", "")) or _date(entry, found)
    if money is None or not status or (date is None and _has_booking_date(entry)):
        rows.unreadable += 1
        return
    is_booked = status == BOOKED
    rows.information += status == "INFO"
    into = rows.booked if is_booked else rows.pending
    if date is None:
        rows.undated.append((entry, into, len(into)))
    into.append(_row(rows, entry, date, money, found))
    if len(entry.owned) > 1:
        _check_parts(entry, abs(money), found)
    if is_booked:
        _count_parts(rows, entry)


def _row(
    rows: Rows, entry: Record, date: dt.date | None, money: Decimal, found: faults_of.Found
) -> tuple[Any, ...]:
    name = ""
    if entry.owned:
        is_reversal = _is_reversal(entry, found)
        name = details.counterparty(entry, rows.owner, is_reversal=is_reversal)
    return (
        entry.line,
        date,
        money,
        details.description(entry, name),
        _value_date(entry, found),
        details.bank_id(entry),
        details.bank_type(entry),
        entry.owned[0].get("ChqNb", "") if len(entry.owned) == 1 else "",
        name,
        entry.currencies.get("Amt", ""),
        None,
        None,
        None,
        details.raw(entry),
    )


def _money(entry: Record, found: faults_of.Found) -> Decimal | None:
    """The signed amount, or None with faults for all that keeps the entry from being a line."""
    money = amount(entry.get("Amt", ""))
    direction = entry.get("CdtDbtInd", "")
    is_plain = money is not None and direction in _DIRECTIONS
    if not is_plain or entry.more or entry.mixed:
        wrong = _wrong(entry, money)
        for fault in wrong:
            found.add(fault)
        if wrong:
            return None
    return -money if money and direction == "DBIT" else money


def _wrong(entry: Record, money: Decimal | None) -> list[Fault]:
    wrong = [faults_of.repeated(entry, key) for key in _CRITICAL if key in entry.more]
    if entry.mixed in _CRITICAL:
        wrong.append(faults_of.cut_value(entry))
    if "Amt" not in entry:
        wrong.append(faults_of.missing(entry, "Amt", "amount"))
    elif money is None:
        wrong.append(faults_of.unreadable(entry, "Amt", "amount"))
    if "CdtDbtInd" not in entry:
        wrong.append(faults_of.missing(entry, "CdtDbtInd", "direction"))
    elif entry["CdtDbtInd"] not in _DIRECTIONS:
        wrong.append(faults_of.unreadable(entry, "CdtDbtInd", "direction"))
    return wrong


def _status(rows: Rows, entry: Record, found: faults_of.Found) -> str:
    """BOOK, PDNG, FUTR or INFO; "" with a fault if it is none of them.

    Statements hold booked entries only, so a missing status means BOOK there; a report holds
    both kinds, and nothing tells which it is.
    """
    status = entry.get("Sts", "")
    if status == BOOKED:
        return status
    if not status:
        if rows.is_report:
            found.add(faults_of.missing(entry, "Sts", "status (booked or pending)"))
            return ""
        rows.without_status.append(entry.line)
        return BOOKED
    if (upper := status.upper()) in _STATUSES:
        return upper
    found.add(faults_of.unreadable(entry, "Sts", "status"))
    return ""


def _has_booking_date(entry: Record) -> bool:
    return "BookgDt" in entry or "BookgDt/DtTm" in entry


def _date(entry: Record, found: faults_of.Found) -> dt.date | None:
    """The booking day; where the bank gives none the value day, then the payment's own days.

    None with a fault where a booking day is there and is no day, without one where no day is
    printed at all: the statement may tell it.
    """
    if "BookgDt" in entry:
        found.add(faults_of.unreadable(entry, "BookgDt", "date"))
        return None
    if "BookgDt/DtTm" in entry:
        date = day(entry["BookgDt/DtTm"])
        if date is None:
            found.add(faults_of.unreadable(entry, "BookgDt/DtTm", "date"))
        return date
    for key in ("ValDt", "ValDt/DtTm"):
        if date := day(entry.get(key, "")):
            return date
    days = {d for part in entry.owned for key in _OTHER_DAYS if (d := day(part.get(key, "")))}
    return days.pop() if len(days) == 1 else None


def _value_date(entry: Record, found: faults_of.Found) -> dt.date | None:
    """The value day; nothing rests on it, so one that is no day is told and left unknown."""
    key = "ValDt" if "ValDt" in entry else "ValDt/DtTm"
    if key not in entry:
        return None
    date = day(entry[key])
    if date is None or key in entry.more:
        found.add(faults_of.unreadable(entry, key, "date", is_note=True))
        return None
    return date


def _is_reversal(entry: Record, found: faults_of.Found) -> bool:
    if "RvslInd" not in entry:
        return False
    told = truth(entry["RvslInd"])
    if told is None:
        found.add(faults_of.unreadable(entry, "RvslInd", "indicator", is_note=True))
    return bool(told)


def _count_parts(rows: Rows, entry: Record) -> None:
    """Count the single payments: those listed, or as many as the batch says it has."""
    number = len(entry.owned)
    if number <= 1 and "Btch/NbOfTxs" not in entry:
        number = 1
    elif number <= 1:
        stated = entry["Btch/NbOfTxs"]
        number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else 1
    if entry["CdtDbtInd"] == "CRDT":
        rows.parts_in += number
    else:
        rows.parts_out += number


def _check_parts(entry: Record, money: Decimal, found: faults_of.Found) -> None:
    """Tell where the parts of a batch, all in the entry's currency, do not add up to it."""
    total = Decimal(0)
    own = entry.currencies.get("Amt", "")
    for part in entry.owned:
        key = "Amt" if "Amt" in part else "TxAmt"
        value = amount(part.get(key, ""))
        if value is None or part.currencies.get(key, own) != own:
            return
        same = part.get("CdtDbtInd", entry["CdtDbtInd"]) == entry["CdtDbtInd"]
        total += value if same else -value
    if abs(total) == money:
        return
    text = f"the {len(entry.owned)} parts of this batch add up to {total}, the entry is {money}"
    hint = "The entry's amount is booked; look at the parts, charges may have been taken off."
    found.add(faults_of.about(entry, "camt_parts_differ", "TxDtls", text, hint, "note"))
