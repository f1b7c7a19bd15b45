"""Statements printed as PDF come back equal and proved, in plain layouts of several languages."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements import formats
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import examples, texts
from tests.writers.pdf import LAYOUTS, pdf_file

# words that are no bank's: those say what a row is, which tests of the reader look at
WORDS = st.sampled_from(
    [
        "Alder",
        "Birch",
        "Elm,",
        "Oak;",
        '"Old"',
        "Mill",
        "Fir/Pine",
        "B7",
        "O'Hara",
        "été",
        "& Söhne",
    ]
)
DAYS = st.dates(dt.date(2023, 12, 20), dt.date(2024, 12, 31))
ACCOUNT = invented.statements(
    text=texts(WORDS, 4),
    currencies=("EUR", "USD", "GBP"),
    days=DAYS,
    zeros=False,
    min_lines=2,
    largest=10**9,
)
# numbers without letters: what stands before digits in print is often no part of a number
STATEMENT = ACCOUNT.map(lambda s: replace(s, account_id=s.account_id[2:])).filter(
    lambda s: any(line.date.day > 12 for line in s.lines)
)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@settings(max_examples=examples(8), deadline=None)
@given(STATEMENT)
def test_what_is_printed_is_read_back(layout, written):
    file = formats.read(SourceFile("x.pdf", pdf_file(written, LAYOUTS[layout])))
    assert file.errors == ()
    (found,) = file.statements
    assert [(x.date, x.amount, x.description) for x in found.lines] == [
        (x.date, x.amount, x.description) for x in written.lines
    ]
    assert (found.account_id, found.currency) == (written.account_id, written.currency)
    assert found.opening.amount == written.opening.amount
    assert found.closing.amount == written.closing.amount
    assert prove(found, file.faults).verdict == "proved"
    wrong = replace(found.lines[1], amount=found.lines[1].amount + 1)
    changed = replace(found, lines=(found.lines[0], wrong, *found.lines[2:]))
    assert prove(changed, file.faults).verdict == "not_proved"
