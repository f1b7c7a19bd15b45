"""Statements written as CSV in the dialects of banks, and as XLSX, come back equal and proved."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements import formats
from ledgerflow.statements.parsed import ParsedStatement, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import CURRENCIES, TWO_OR_NO_DECIMALS, examples, texts
from tests.writers.delimited import DIALECTS, csv_file
from tests.writers.xlsx import xlsx_file

# no words of banks: those have a meaning, which tests of the inference look at
WORDS = st.sampled_from(
    ["Alder", "Birch", "Elm,", "Oak;", '"Old"', "Mill", "Fir|Pine", "Noir", "B7", "O'Hara", "été"]
)
DAYS = st.dates(dt.date(2019, 12, 20), dt.date(2020, 12, 31))


def tables(currencies: tuple[str, ...]) -> st.SearchStrategy[ParsedStatement]:
    """At least three rows, and one after the twelfth, which shows the order of day and month."""
    one = invented.statements(
        text=texts(WORDS, 4),
        currencies=currencies,
        days=DAYS,
        zeros=False,
        min_lines=3,
        largest=10**9,
    )
    return one.filter(lambda s: any(line.date.day > 12 for line in s.lines))


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@settings(max_examples=examples(12), deadline=None)
@given(tables(TWO_OR_NO_DECIMALS))
def test_a_csv_of_any_dialect_is_read_back(dialect, written):
    check(written, csv_file(written, DIALECTS[dialect]), DIALECTS[dialect].newest_first)


@settings(max_examples=examples(25), deadline=None)
@given(tables(CURRENCIES), st.booleans())
def test_a_spreadsheet_is_read_back(written, as_texts):
    check(written, xlsx_file(written, as_texts=as_texts))


def check(written: ParsedStatement, data: bytes, newest_first: bool = False) -> None:
    file = formats.read(SourceFile("export", data))
    assert file.errors == ()
    (found,) = file.statements
    lines = found.lines[::-1] if newest_first else found.lines
    assert [(x.date, x.amount, x.description) for x in lines] == [
        (x.date, x.amount, x.description) for x in written.lines
    ]
    balances = [x.balance for x in lines]
    assert balances[-1] == written.closing.amount
    assert balances[0] == written.opening.amount + written.lines[0].amount
    assert prove(found, file.faults).verdict == "proved"
    wrong = replace(found.lines[1], amount=found.lines[1].amount + 1)
    changed = replace(found, lines=(found.lines[0], wrong, *found.lines[2:]))
    assert prove(changed, file.faults).verdict == "not_proved"
