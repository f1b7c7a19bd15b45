"""Statements written as OFX 1 and 2 come back equal, in every charset that banks use."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements import formats
from ledgerflow.statements.parsed import ParsedLine, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import ANY_WORDS, DAYS, LATIN_WORDS, examples, facts, texts
from tests.writers.ofx import ofx_file

OF_LINES = "date amount description value_date bank_id bank_type check_number counterparty"
OF_STATEMENT = "account_id currency bank_code account_kind closing period_start period_end"


def with_payee(draw: st.DrawFn, line: ParsedLine) -> ParsedLine:
    """A name, which the description begins with, and the fields that only OFX has."""
    first, _, rest = line.description.partition(" ")
    name = first if rest else line.description
    return replace(
        line,
        counterparty=name,
        bank_type=draw(st.sampled_from(["DEBIT", "CREDIT", "POS", "OTHER"])),
        check_number=draw(st.sampled_from(["", "1044"])),
        value_date=draw(st.none() | DAYS),
    )


def accounts(words: st.SearchStrategy[str]) -> st.SearchStrategy[list]:
    one = invented.statements(text=texts(words), more=with_payee)
    kinds = st.sampled_from(
        [("checking", "111"), ("savings", "222"), ("card", ""), ("loan", "3"), ("", "4")]
    )
    named = st.builds(lambda s, k: replace(s, account_kind=k[0], bank_code=k[1]), one, kinds)
    return st.lists(named, min_size=1, max_size=3)


@pytest.mark.parametrize(("version", "encoding"), [(1, "utf-8"), (2, "utf-8-sig"), (2, "utf-16")])
@settings(max_examples=examples(20), deadline=None)
@given(accounts(ANY_WORDS), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read_back(version, encoding, written, newline):
    check(written, ofx_file(written, version, newline, encoding))


@settings(max_examples=examples(20), deadline=None)
@given(accounts(LATIN_WORDS))
def test_letters_of_a_windows_charset_are_read_back(written):
    check(written, ofx_file(written, 1, "\r\n", "cp1252"))


def check(written, data):
    file = formats.read(SourceFile("x", data))
    assert (file.format, file.errors) == ("ofx", ())
    assert [facts(s, OF_LINES, OF_STATEMENT) for s in file.statements] == [
        facts(s, OF_LINES, OF_STATEMENT) for s in written
    ]
    for one, found in zip(written, file.statements, strict=True):
        # OFX prints no opening balance: a file proves nothing alone, and all with it
        assert prove(found, file.faults).verdict == "not_provable"
        if one.lines:
            chained = replace(found, opening=one.opening)
            assert prove(chained, file.faults).verdict == "proved"
