"""Control totals of a CAMT statement (TxsSummry) as the proof compares them.

Here: reading them, and what they count. Not here: whether they agree (statements/proof.py).

A summary is about booked entries. Some banks count the single payments of batches instead, or
pending entries as well; what holds only in that sense says nothing about the booked entries
and is left out with a note.
"""

from decimal import Decimal

from ledgerflow.statements.formats import camt_faults as faults_of
from ledgerflow.statements.formats.camt_entries import MONEY, Rows
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.camt_values import amount, count
from ledgerflow.statements.parsed import Fault, PrintedTotals

_ZERO = Decimal(0)
_COUNTS = ("All/Nb", "In/Nb", "Out/Nb")
_SUMS = ("In/Sum", "Out/Sum", "All/Sum", "All/Net")
_IN_OTHER_SENSE = {
    "parts": "single payments of batches, not entries",
    "pending": "pending entries as well",
}


def totals_of(statement: Record, rows: Rows, found: faults_of.Found) -> PrintedTotals:
    """The printed totals of one statement; what is printed and no number is a fault."""
    printed = _printed(statement, found)
    if not printed:
        return PrintedTotals()
    booked = _computed([row[MONEY] for row in rows.booked])
    everything = _computed([row[MONEY] for row in (*rows.booked, *rows.pending)])
    _split_net(printed, booked)
    parts = {
        "All/Nb": Decimal(rows.parts_in + rows.parts_out),
        "In/Nb": Decimal(rows.parts_in),
        "Out/Nb": Decimal(rows.parts_out),
    }
    senses: set[str] = set()
    for key, value in list(printed.items()):
        if value == booked[key]:
            continue
        if key in parts and value == parts[key]:
            senses.add("parts")
        elif rows.pending and value == everything[key]:
            senses.add("pending")
        elif not _is_zeros(key, value, booked):
            continue
        del printed[key]
    for sense in sorted(senses):
        found.add(_other_sense(statement, sense))
    return PrintedTotals(
        money_in=printed.get("In/Sum"),
        money_out=printed.get("Out/Sum"),
        count_in=_whole(printed.get("In/Nb")),
        count_out=_whole(printed.get("Out/Nb")),
        count=_whole(printed.get("All/Nb")),
    )


def states_nothing(statement: Record) -> bool:
    """True when the bank itself says that the statement has no entries."""
    return count(statement.get("All/Nb", "")) == 0 or (
        count(statement.get("In/Nb", "")) == 0 and count(statement.get("Out/Nb", "")) == 0
    )


def _printed(statement: Record, found: faults_of.Found) -> dict[str, Decimal]:
    """What is printed, by key. The net total gets its sign from its own indicator."""
    printed: dict[str, Decimal] = {}
    for key in (*_COUNTS, *_SUMS):
        if key not in statement:
            continue
        is_count = key in _COUNTS
        value = _number(statement[key]) if is_count else amount(statement[key])
        if key in statement.more:
            found.add(faults_of.repeated(statement, key))
        elif value is None:
            found.add(faults_of.unreadable(statement, key, "count" if is_count else "amount"))
        else:
            printed[key] = value
    if "All/Net" in printed and statement.get("All/Ind") == "DBIT":
        printed["All/Net"] = -printed["All/Net"]
    return printed


def _number(text: str) -> Decimal | None:
    value = count(text)
    return None if value is None else Decimal(value)


def _computed(amounts: list[Decimal]) -> dict[str, Decimal]:
    paid_in = [a for a in amounts if a > 0]
    paid_out = [-a for a in amounts if a < 0]
    money_in, money_out = sum(paid_in, _ZERO), sum(paid_out, _ZERO)
    return {
        "All/Nb": Decimal(len(amounts)),
        "In/Nb": Decimal(len(paid_in)),
        "Out/Nb": Decimal(len(paid_out)),
        "In/Sum": money_in,
        "Out/Sum": money_out,
        "All/Sum": money_in + money_out,
        "All/Net": money_in - money_out,
    }


def _split_net(printed: dict[str, Decimal], booked: dict[str, Decimal]) -> None:
    """Sum and net of all entries tell money in and out where these are not printed.

    A "sum" that is the net printed twice tells nothing about the two sides.
    """
    total, net = printed.get("All/Sum"), printed.get("All/Net")
    if total is None or net is None or "In/Sum" in printed or "Out/Sum" in printed:
        return
    is_net_twice = total == abs(net) and booked["In/Sum"] and booked["Out/Sum"]
    if total >= abs(net) and not is_net_twice:
        printed["In/Sum"] = (total + net) / 2
        printed["Out/Sum"] = (total - net) / 2


def _is_zeros(key: str, value: Decimal, booked: dict[str, Decimal]) -> bool:
    """Entries of nothing are counted on either side, which their amount does not tell."""
    zeros = booked["All/Nb"] - booked["In/Nb"] - booked["Out/Nb"]
    return key in ("In/Nb", "Out/Nb") and booked[key] < value <= booked[key] + zeros


def _other_sense(statement: Record, sense: str) -> Fault:
    text = f"printed totals (TxsSummry) count {_IN_OTHER_SENSE[sense]}"
    hint = "Nothing to do: they agree in that sense; the booked entries are proved otherwise."
    return faults_of.about(statement, f"camt_totals_{sense}", "TxsSummry", text, hint, "note")


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
