"""Packed lines are the lines that went in, however they are asked for."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements import packed, texts
from ledgerflow.statements.packed import LineColumns, PackedLines, pack
from ledgerflow.statements.parsed import ParsedLine, ParsedStatement

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
MONEY = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-9, max_value=9)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1))
LINES = st.builds(
    ParsedLine,
    row=st.integers(0, 10**6),
    date=DAYS,
    amount=MONEY,
    description=WORDS,
    value_date=st.none() | DAYS,
    bank_id=WORDS,
    currency=st.sampled_from(["", "EUR"]),
    balance=st.none() | MONEY,
    page=st.none() | st.integers(1, 9),
    box=st.none() | st.just((0.0, 1.5, 2.0, 3.0)),
    raw=WORDS,
)
MANY = st.lists(LINES, max_size=7).map(tuple)


def line(number: int, day: int = 1) -> ParsedLine:
    return ParsedLine(number, dt.date(2025, 3, day), Decimal(number), f"T{number}")


@pytest.fixture(autouse=True, scope="module")
def small_blocks():
    kept, texts.BLOCK_LINES = texts.BLOCK_LINES, 3
    yield
    texts.BLOCK_LINES = kept


@given(MANY)
def test_all_fields_of_all_lines_come_back(lines):
    found = pack(lines)
    assert found == lines
    assert lines == found
    assert tuple(found) == lines
    assert [found[i] for i in range(-len(lines), 0)] == list(lines)
    assert hash(found) == hash(lines)
    assert [str(x.amount) for x in found] == [str(x.amount) for x in lines]


@given(MANY, st.slices(7))
def test_a_slice_is_the_same_lines(lines, part):
    found = pack(lines)[part]
    assert found == lines[part]
    assert list(reversed(found)) == list(reversed(lines[part]))
    assert (found.total(), found.span()) == (
        sum((x.amount for x in lines[part]), Decimal(0)),
        (min(x.date for x in lines[part]), max(x.date for x in lines[part]))
        if lines[part]
        else None,
    )


@given(MANY)
def test_a_statement_knows_its_sum_and_days_from_the_columns(lines):
    one, other = ParsedStatement("", "", lines), ParsedStatement("", "", pack(lines))
    assert one == other
    assert (one.sum, one.first_date, one.last_date) == (
        other.sum,
        other.first_date,
        other.last_date,
    )


@given(st.lists(LINES, min_size=1, max_size=5), LINES)
def test_the_last_line_can_be_exchanged(lines, other):
    columns = pack(lines).columns
    assert columns.take_last() == lines[-1]
    columns.append(other)
    assert PackedLines(columns) == (*lines[:-1], other)


def test_other_lines_are_not_equal():
    lines = (line(1), line(2))
    assert pack(lines) != (line(1), replace(line(2), description="other"))
    assert pack(lines) != (line(1),)
    assert pack(lines) != list(lines)


def test_few_lines_are_handed_out_as_a_tuple(monkeypatch):
    columns = LineColumns()
    columns.append(line(1))
    assert columns.settled() == (line(1),)
    assert isinstance(columns.settled(), tuple)
    monkeypatch.setattr(packed, "PACKED_FROM", 1)
    assert isinstance(columns.settled(), PackedLines)
