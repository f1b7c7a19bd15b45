"""Parsed records survive the way through JSON exactly."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.statements.parsed import (
    Balance,
    Fault,
    ParsedFile,
    ParsedLine,
    ParsedStatement,
    PrintedTotals,
)
from ledgerflow.statements.records import file_from_dict, file_to_dict

DAY = dt.date(2025, 3, 1)
TEXTS = st.text(max_size=12)
AMOUNTS = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14
)
DATES = st.dates()
COUNTS = st.none() | st.integers(0, 10**6)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
LINES = st.builds(
    ParsedLine,
    row=st.integers(1, 10**6),
    date=DATES,
    amount=AMOUNTS,
    description=TEXTS,
    value_date=st.none() | DATES,
    bank_id=TEXTS,
    bank_type=TEXTS,
    check_number=TEXTS,
    counterparty=TEXTS,
    currency=TEXTS,
    balance=st.none() | AMOUNTS,
    page=COUNTS,
    box=st.none() | st.tuples(FLOATS, FLOATS, FLOATS, FLOATS),
    raw=TEXTS,
)
BALANCES = st.none() | st.builds(Balance, AMOUNTS, st.none() | DATES)
MANY_LINES = st.lists(LINES, max_size=3).map(tuple)
STATEMENTS = st.builds(
    ParsedStatement,
    account_id=TEXTS,
    currency=TEXTS,
    lines=MANY_LINES,
    bank_code=TEXTS,
    account_kind=TEXTS,
    opening=BALANCES,
    closing=BALANCES,
    period_start=st.none() | DATES,
    period_end=st.none() | DATES,
    totals=st.builds(
        PrintedTotals, st.none() | AMOUNTS, st.none() | AMOUNTS, COUNTS, COUNTS, COUNTS
    ),
    pending=MANY_LINES,
    newest_first=st.booleans(),
    stated_empty=st.booleans(),
)
FAULTS = st.builds(
    Fault, TEXTS, TEXTS, TEXTS, COUNTS, TEXTS, TEXTS, st.sampled_from(["error", "note"])
)
FILES = st.builds(
    ParsedFile,
    format=TEXTS,
    statements=st.lists(STATEMENTS, max_size=2).map(tuple),
    faults=st.lists(FAULTS, max_size=3).map(tuple),
    reading=st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=2), max_size=3),
)


@given(FILES)
def test_a_file_comes_back_equal(file):
    again = file_from_dict(json.loads(json.dumps(file_to_dict(file))))
    assert again == file
    assert [str(i.amount) for s in again.statements for i in s.lines] == [
        str(i.amount) for s in file.statements for i in s.lines
    ]


def test_a_number_that_went_through_a_float_is_refused():
    line = ParsedLine(1, DAY, Decimal("1.10"), "x")
    data = file_to_dict(ParsedFile("ofx", (ParsedStatement("1", "USD", (line,)),)))
    data["statements"][0]["lines"][0]["amount"] = 1.1
    with pytest.raises(InputError):
        file_from_dict(data)


@pytest.mark.parametrize("data", [{}, {"format": 3}, {"format": "x", "statements": [{}]}])
def test_another_shape_is_refused(data):
    with pytest.raises(InputError) as fault:
        file_from_dict(data)
    assert fault.value.code == "bad_records"
