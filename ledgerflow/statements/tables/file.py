"""A whole table file: a remembered or inferred profile, the rows, statements and faults.

Here: the steps in order, for every format that is a table (CSV, XLSX). Not here: bytes.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement
from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.groups import Group, Reading
from ledgerflow.statements.tables.infer import Inference, infer
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.questions import open_questions
from ledgerflow.statements.tables.reading import TableReader
from ledgerflow.statements.tables.statement import build_statement
from ledgerflow.statements.tables.words import fold

_HINT_FIELDS = ("date_order", "decimal", "sign", "currency", "account_id")


def read_table(
    format_id: str,
    rows: list[list[str]],
    lines: list[int],
    *,
    name: str = "",
    delimiter: str = "",
    encoding: str = "",
    profile: Mapping[str, Any] | None = None,
) -> ParsedFile:
    """Read rows of text cells into statements; `lines` are their 1-based physical lines.

    `profile` is a remembered reading, or single fields of one. Raises InputError where the
    file holds no statement.
    """
    faults: list[Fault] = []
    inference = _remembered(rows, profile, faults)
    if inference is None:
        given = profile or {}
        # a whole profile that does not fit says nothing about this file; single fields do
        stated = {} if given.get("roles") else {k: given[k] for k in _HINT_FIELDS if k in given}
        inference = infer(rows, name=name, delimiter=delimiter, stated=stated)
    chosen = replace(inference.profile, encoding=encoding, delimiter=delimiter)
    first = chosen.header_row + 1 if chosen.header_row is not None else 0
    reading = TableReader(chosen, rows, lines, first).read()
    statements = _statements(reading, chosen, inference.around)
    faults.extend(reading.faults)
    faults.extend(open_questions(inference, reading))
    shown: dict[str, Any] = {**chosen.to_json(), "skipped": reading.skipped}
    if reading.skipped_count > len(reading.skipped):
        shown["skipped_count"] = reading.skipped_count
    others = _candidates(inference, chosen)
    if len(others) > 1:
        shown["candidates"] = [c.to_json() for c in others]
    return ParsedFile(format_id, statements, tuple(faults), shown)


def _remembered(
    rows: list[list[str]], given: Mapping[str, Any] | None, faults: list[Fault]
) -> Inference | None:
    """A full profile placed on this file, or None where there is none or it does not fit."""
    if not given or not given.get("roles"):
        return None
    profile = CsvProfile.from_json(given)
    if not profile.headers:
        return Inference(profile, Surroundings())
    wanted = [fold(h) for h in profile.headers]
    for index, row in enumerate(rows[:200]):
        if [fold(c) for c in row[: len(wanted)]] == wanted:
            return Inference(replace(profile, header_row=index), Surroundings())
    faults.append(
        Fault(
            "csv_profile_other_columns",
            "The remembered reading has other column names than this file; it was read anew.",
            "Check the new reading and remember it if it is right.",
            severity="note",
        )
    )
    return None


def _statements(
    reading: Reading, profile: CsvProfile, around: Surroundings
) -> tuple[ParsedStatement, ...]:
    groups = [g for g in reading.groups.values() if g.lines or g.pending or g.opening or g.closing]
    groups = _one_where_only_the_currency_is_missing(groups)
    if not groups:
        groups = [Group(profile.account_id, profile.currency)]
    alone = len(groups) == 1
    return tuple(build_statement(g, profile, around, alone) for g in groups)


def _one_where_only_the_currency_is_missing(groups: list[Group]) -> list[Group]:
    """Balance rows without a currency belong to the account's only currency."""
    for bare in [g for g in groups if not g.lines and not g.pending]:
        twins = [g for g in groups if g.lines and (g.account == bare.account or not bare.account)]
        if len(twins) == 1:
            twins[0].opening = twins[0].opening or bare.opening
            twins[0].closing = twins[0].closing or bare.closing
            twins[0].opening_date = twins[0].opening_date or bare.opening_date
            twins[0].closing_date = twins[0].closing_date or bare.closing_date
            groups = [g for g in groups if g is not bare]
    return groups


def _candidates(inference: Inference, chosen: CsvProfile) -> list[CsvProfile]:
    """Every reading that the file leaves open, the likeliest first; one of them where none is."""
    orders = [chosen.date_order, *filter(None, [inference.other_order])]
    signs = [chosen.sign, *([inference.other_sign] if inference.is_open else [])]
    return [replace(chosen, date_order=o, sign=s) for o in orders for s in signs]
