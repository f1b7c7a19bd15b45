"""Statements written as BAI2 come back equal and proved."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.formats.bai2 import Bai2Format
from ledgerflow.statements.parsed import Balance, ParsedLine, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import examples, facts, texts
from tests.writers.bai2 import bai2_file

# a slash at a word's end could end the record, so words end with a letter
WORDS = st.text("ABCDEFGHxyz0123456789-.,/&", max_size=10).map(lambda text: f"{text}X")
DAYS = st.dates(dt.date(2000, 1, 2), dt.date(2070, 12, 28))


def as_written(draw: st.DrawFn, line: ParsedLine) -> ParsedLine:
    kinds = ["142", "165", "399"] if line.amount >= 0 else ["451", "495", "699"]
    return replace(line, bank_type=draw(st.sampled_from(kinds)))


ACCOUNT = invented.statements(
    text=texts(WORDS, 9), days=DAYS, one_day=True, largest=10**10, more=as_written
)


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(ACCOUNT, min_size=1, max_size=3),
    st.sampled_from(["/\n", "/\r\n", "/   \n"]),
    st.booleans(),
)
def test_what_is_written_is_read_back(written, end, every_funds):
    # the opening balance of a day is the closing one of the day before
    written = [
        replace(
            s,
            bank_code="BANK1",
            opening=Balance(s.opening.amount, s.period_end - dt.timedelta(1)),
            period_start=s.period_end,
        )
        for s in written
    ]
    file = Bai2Format().read(SourceFile("x", bai2_file(written, end, every_funds=every_funds)))
    assert not file.faults
    named = "date amount description bank_id bank_type"
    own = "account_id currency bank_code opening closing period_start period_end"
    assert [facts(s, named, own) for s in file.statements] == [
        facts(s, named, own) for s in written
    ]
    assert {prove(s, file.faults).verdict for s in file.statements} == {"proved"}
