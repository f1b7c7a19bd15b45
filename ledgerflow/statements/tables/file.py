"""A whole table file: a remembered or inferred profile, the rows, statements and faults.

Here: the steps in order, for every format that is a table (CSV, XLSX). Not here: bytes.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement
from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.grid import Grid
from ledgerflow.statements.tables.groups import Group, Reading
from ledgerflow.statements.tables.infer import Inference
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.questions import open_questions
from ledgerflow.statements.tables.reading import TableReader
from ledgerflow.statements.tables.remembered import infer_remembering
from ledgerflow.statements.tables.statement import build_statement


def read_table(
    format_id: str,
    rows: Grid,
    *,
    name: str = "",
    delimiter: str = "",
    encoding: str = "",
    profile: Mapping[str, Any] | None = None,
) -> ParsedFile:
    """Read rows of text cells into statements.

    `profile` is a remembered reading, or single fields of one. Raises InputError where the
    file holds no statement.
    """
    inference, notes = infer_remembering(rows, profile or {}, name=name, delimiter=delimiter)
    faults: list[Fault] = [*notes]
    chosen = replace(inference.profile, encoding=encoding, delimiter=delimiter)
    first = chosen.header_row + 1 if chosen.header_row is not None else 0
    reading = TableReader(chosen, rows, first).read()
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
