"""Statements written as MT940 come back equal and proved."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.formats.mt940 import Mt940Format
from ledgerflow.statements.parsed import ParsedLine, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import examples, facts, texts
from tests.writers.mt940 import mt940_file

# SWIFT's characters but for those that open a code, and letters of banks that keep to none
WORDS = st.text("ABCDEFGHabcdxyz0123456789.,+()'-:éÜß", min_size=1, max_size=12)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2070, 12, 28))


def as_written(draw: st.DrawFn, line: ParsedLine) -> ParsedLine:
    kind = draw(st.sampled_from(["NTRF", "NMSC", "FCHG"]))
    return replace(line, bank_type=kind, description=f"X{line.description}", value_date=line.date)


STATEMENT = invented.statements(text=texts(WORDS), days=DAYS, more=as_written)


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(STATEMENT, min_size=1, max_size=3),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["-", "-}", ""]),
    st.sampled_from(["utf-8", "cp1252"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_what_is_written_is_read_back(
    written, newline, end, encoding, reversals, entry_dates, subfields
):
    data = mt940_file(
        written,
        newline,
        end,
        encoding,
        reversals=reversals,
        entry_dates=entry_dates,
        subfields=subfields,
    )
    file = Mt940Format().read(SourceFile("x", data))
    assert not file.errors
    named = "date amount value_date bank_id bank_type"
    assert [facts(s, named, "account_id currency opening closing") for s in file.statements] == [
        facts(s, named, "account_id currency opening closing") for s in written
    ]
    said = [x.description for s in written for x in s.lines]
    assert [x.description for s in file.statements for x in s.lines] == [
        f"TRANSFER {text}" if subfields else text for text in said
    ]
    assert {prove(s, file.faults).verdict for s in file.statements} == {"proved"}
