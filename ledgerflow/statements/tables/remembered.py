"""A reading that is remembered, brought to another file of the account.

Here: how much of it holds for this file. Not here: remembering it (statements/profiles.py) or
inferring anew (infer.py).

A reader is given single fields, which are a person's word for this file or for every file, and
under `table` a whole reading. One that a person gave or corrected is taken as it is, on files with
the same column names. One that was learned (`source` says `file`) never overrules what this file
shows, but for the fields that a person stated (`stated`): it only answers what the file leaves
open, so a bank that changes its dates or columns does no harm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.currency import find_currency, settle_dollars
from ledgerflow.statements.tables.datecolumn import runs_backwards
from ledgerflow.statements.tables.infer import Inference, around_table, infer
from ledgerflow.statements.tables.layout import Layout, is_full, sample_rows
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.words import fold

SINGLE_FIELDS = ("date_order", "decimal", "sign", "currency", "account_id")
LEARNED = "file"
_HEADER_WITHIN = 200
_AS_BEFORE = "as in earlier files of this account with the same columns"

Rows = Sequence[list[str]]


def infer_remembering(
    rows: Rows, given: Mapping[str, Any], *, name: str = "", delimiter: str = ""
) -> tuple[Inference, tuple[Fault, ...]]:
    """How to read this file, and a note where what is remembered is of other columns.

    `given` may also be a whole reading itself. Raises InputError where a field cannot be used,
    UnreadableFile where there is no table.
    """
    whole = whole_of(given)
    now = {field: given[field] for field in SINGLE_FIELDS if field in given and given is not whole}
    if not whole:
        return infer(rows, name=name, delimiter=delimiter, stated=now), ()
    profile = CsvProfile.from_json({**whole, **now})
    if not profile.headers:
        return Inference(profile, Surroundings()), ()
    wanted = [fold(h) for h in profile.headers]
    place = next((i for i, row in enumerate(rows[:_HEADER_WITHIN]) if _names(row, wanted)), None)
    if place is None:
        return infer(rows, name=name, delimiter=delimiter, stated=now), (_other_columns(),)
    if whole.get("source") != LEARNED:
        return _placed(rows, profile, place), ()
    said = {f: getattr(profile, f) for f in SINGLE_FIELDS if f in whole.get("stated", ())} | now
    return _answered(rows, profile, said, name=name, delimiter=delimiter), ()


def whole_of(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The whole reading in what a reader is given; empty where there is none."""
    if given.get("roles"):
        return given
    whole: Mapping[str, Any] = given.get("table") or {}
    return whole


def _names(row: list[str], wanted: list[str]) -> bool:
    return [fold(c) for c in row[: len(wanted)]] == wanted


def _other_columns() -> Fault:
    return Fault(
        "csv_profile_other_columns",
        "The remembered reading has other column names than this file; it was read anew.",
        "Check the new reading; `ledgerflow profile show` and `profile set` show and correct what"
        " is remembered.",
        severity="note",
    )


def _placed(rows: Rows, profile: CsvProfile, place: int) -> Inference:
    """A person's reading with its header where this file has it; what stands around is looked at.

    The order of rows, the currency and the number are this file's own unless the person said them.
    """
    around = around_table(rows, Layout(place, place + 1, len(rows[place]), ""))
    placed = replace(profile, header_row=place, account_id=profile.account_id or around.account_id)
    if placed.newest_first is None and "date" in placed.roles:
        backwards = runs_backwards(rows[place + 1 :], placed.roles, placed.date_order)
        placed = replace(placed, newest_first=backwards)
    if not placed.currency:
        full = [row for row in sample_rows(rows, place + 1) if is_full(row)]
        currency, why = find_currency(
            list(placed.headers), list(placed.roles), full, placed.decimal, around, {}
        )
        known = "" if currency in ("$", "kr") else currency
        placed = replace(placed, currency=known).because(currency=why)
        placed = settle_dollars(placed, currency)
    return Inference(placed, around)


def _answered(
    rows: Rows, learned: CsvProfile, said: Mapping[str, str], *, name: str, delimiter: str
) -> Inference:
    """This file's own reading; where two are left, the one that proved before."""
    found = infer(rows, name=name, delimiter=delimiter, stated=said)
    stated = dict[str, str]()
    if found.other_order and learned.date_order in (found.profile.date_order, found.other_order):
        stated["date_order"] = learned.date_order
    if found.unsure and learned.sign in _signs_of(found, learned):
        stated["sign"] = learned.sign
    if not stated:
        return found
    try:
        found = infer(rows, name=name, delimiter=delimiter, stated={**said, **stated})
    except InputError:
        return found  # its columns cannot be read that way, so the question stays
    reasons = {{"date_order": "dates"}.get(field, field): _AS_BEFORE for field in stated}
    return replace(found, profile=found.profile.because(**reasons))


def _signs_of(found: Inference, learned: CsvProfile) -> tuple[str, ...]:
    """The conventions between which this file leaves the choice."""
    if found.is_open:
        return found.profile.sign, found.other_sign
    same_columns = found.profile.roles == learned.roles
    return (learned.sign,) if same_columns else (found.profile.sign,)
