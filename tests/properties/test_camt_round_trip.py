"""Statements written as CAMT come back equal and proved, by the short way and the long one."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.formats import camt, camt_shapes
from ledgerflow.statements.formats.camt import CamtFormat
from ledgerflow.statements.parsed import ParsedLine, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import ANY_WORDS, DAYS, examples, facts, texts
from tests.writers.camt import camt_file

OF_LINES = "date amount description value_date bank_id bank_type"
OF_STATEMENT = "account_id currency bank_code opening closing"


def as_written(draw: st.DrawFn, line: ParsedLine) -> ParsedLine:
    kind = draw(st.sampled_from(["", "PMNT/RCDT/ESCT", "NTRF"]))
    return replace(line, bank_type=kind, value_date=draw(st.none() | DAYS))


# what is announced looks like what is booked, but for its status
STATEMENT = st.builds(
    lambda one, bank, number: replace(one, bank_code=bank, pending=one.lines[:number]),
    invented.statements(text=texts(ANY_WORDS), more=as_written),
    st.sampled_from(["", "EXAMDEFFXXX"]),
    st.integers(0, 2),
)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(STATEMENT, min_size=1, max_size=3),
    st.sampled_from(["02", "08"]),
    st.sampled_from(["", "ns2"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_what_is_written_is_read_back(written, version, prefix, encoding):
    file = CamtFormat().read(SourceFile("x.xml", camt_file(written, version, prefix, encoding)))
    assert file.errors == ()
    assert [facts(s, OF_LINES, OF_STATEMENT) for s in file.statements] == [
        facts(s, OF_LINES, OF_STATEMENT) for s in written
    ]
    assert [[(x.date, x.amount) for x in s.pending] for s in file.statements] == [
        [(x.date, x.amount) for x in s.pending] for s in written
    ]
    for found in file.statements:
        # no entry and two equal balances: nothing says that nothing moved
        verdict = "proved" if found.lines else "not_provable"
        assert prove(found, file.faults).verdict == verdict


@settings(max_examples=examples(25), deadline=None)
@given(STATEMENT)
def test_entries_taken_out_by_their_shape_are_read_alike(written):
    data = camt_file([written, written])
    slow = CamtFormat().read(SourceFile("x.xml", data))
    whole = camt.cut
    camt.cut = lambda text: camt_shapes.cut(text, 0)
    try:
        fast = CamtFormat().read(SourceFile("x.xml", data))
    finally:
        camt.cut = whole
    assert fast == slow
