"""Invented exports in the style of banks and services of the whole world, read without a word.

Each file in exports/ has a line in expected.json: what a person sees in it. A closing balance
of null means that none may be claimed; errors are the doubts that must be said.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledgerflow.statements import formats
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.proof import prove

EXPORTS = Path(__file__).parent / "exports"
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (EXPORTS / "expected.json").read_text(encoding="utf-8")
)


def read(name: str) -> ParsedFile:
    return formats.read(SourceFile("export.csv", (EXPORTS / f"{name}.csv").read_bytes()))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_is_read_as_a_person_would(name: str) -> None:
    expected, parsed = EXPECTED[name], read(name)
    assert [f.code for f in parsed.errors] == expected.get("errors", [])
    (statement,) = parsed.statements
    assert statement.sum == Decimal(expected["sum"])
    assert len(statement.lines) == expected["lines"]
    assert len(statement.pending) == expected.get("pending", 0)
    assert statement.first_date == dt.date.fromisoformat(expected["first"])
    assert statement.last_date == dt.date.fromisoformat(expected["last"])
    if "currency" in expected:
        assert statement.currency == expected["currency"]
    if "account" in expected:
        assert statement.account_id == expected["account"]
    if "note" in expected:
        assert expected["note"] in {f.code for f in parsed.faults}


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if {"opening", "closing"} & {*e}])
def test_printed_balances_are_found_and_no_others(name: str) -> None:
    expected, (statement,) = EXPECTED[name], read(name).statements
    for found, wanted in (
        (statement.opening, expected.get("opening")),
        (statement.closing, expected.get("closing")),
    ):
        if wanted is not None:
            assert found is not None
            assert found.amount == Decimal(wanted)
    if "closing" in expected and expected["closing"] is None:
        assert statement.closing is None


@pytest.mark.parametrize("name", EXPECTED)
def test_no_export_fails_its_own_arithmetic(name: str) -> None:
    parsed = read(name)
    assert prove(parsed.statements[0]).verdict in ("proved", "not_provable")


def test_every_file_has_an_expectation_and_the_other_way_round() -> None:
    assert {p.stem for p in EXPORTS.glob("*.csv")} == set(EXPECTED)


def test_unclear_signs_come_with_both_readings_and_each_reads_the_file() -> None:
    data = (EXPORTS / "mostly_positive_and_thin.csv").read_bytes()
    parsed = read("mostly_positive_and_thin")
    candidates = parsed.reading["candidates"]
    assert [c["sign"] for c in candidates] == ["as_printed", "inverted"]
    assert "--sign inverted" in parsed.errors[0].hint
    sums = set()
    for candidate in candidates:
        again = formats.read(SourceFile("export.csv", data, candidate))
        assert not again.errors
        sums.add(again.statements[0].sum)
    assert sums == {Decimal(820), Decimal(-820)}


@pytest.mark.parametrize(("sign", "total"), [("as_printed", "820.00"), ("inverted", "-820.00")])
def test_a_stated_sign_settles_it(sign: str, total: str) -> None:
    data = (EXPORTS / "mostly_positive_and_thin.csv").read_bytes()
    parsed = formats.read(SourceFile("export.csv", data, {"sign": sign}))
    assert not parsed.errors
    assert parsed.statements[0].sum == Decimal(total)
    assert parsed.reading["why"]["sign"] == "stated"


def test_fifty_thousand_rows_keep_their_order_and_their_physical_lines() -> None:
    rows = "".join(f'2025-01-{i % 28 + 1:02d},"Row {i}",-{i}.5\n' for i in range(1, 50_001))
    data = f"Date,Description,Amount\n{rows}".encode()
    (statement,) = formats.read(SourceFile("long.csv", data)).statements
    assert [line.row for line in statement.lines] == list(range(2, 50_002))
    assert [line.amount for line in statement.lines[:2]] == [Decimal("-1.5"), Decimal("-2.5")]
    assert statement.lines[-1].description == "Row 50000"
