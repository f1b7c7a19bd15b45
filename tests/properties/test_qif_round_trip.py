"""Statements written as QIF come back equal, and a file that is cut is never read as whole."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.parsed import ParsedLine, ParsedStatement, SourceFile
from ledgerflow.statements.proof import prove
from tests.properties import invented
from tests.properties.invented import examples, facts, texts, with_ids
from tests.writers.qif import ORDERS, qif_file

WORDS = st.text("ABCDEFGH abcdxyz0123456789.,+()'/-!^éÜß你", min_size=1, max_size=12).map(str.strip)
DAYS = st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 28))
# a day after the twelfth, so that the order shows, and cents, so that the mark shows
SURE = ParsedLine(0, dt.date(2001, 5, 25), Decimal("1.00"), "Sure", counterparty="Sure")


def with_payee(draw: st.DrawFn, line: ParsedLine) -> ParsedLine:
    text = " ".join(line.description.split())
    name = draw(st.sampled_from([text, text.partition(" ")[0]]))
    number = draw(st.sampled_from(["", "1044"]))
    return replace(line, description=text, counterparty=name, check_number=number)


ACCOUNT = invented.statements(
    text=texts(WORDS.filter(bool), 4),
    currencies=("EUR", "USD"),
    days=DAYS,
    min_lines=1,
    more=with_payee,
)
KINDS = st.sampled_from(["checking", "card", "loan"])


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(st.builds(lambda s, k: replace(s, account_kind=k), ACCOUNT, KINDS), max_size=2),
    st.sampled_from(sorted(ORDERS)),
    st.sampled_from(".,"),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 3),
)
def test_what_is_written_is_read_back(accounts, order, mark, newline, split_every):
    sure = ParsedStatement("Everyday", "EUR", (SURE,), account_kind="checking")
    written = [with_ids(s, n) for n, s in enumerate([sure, *accounts])]
    data = qif_file(written, order, mark, newline, split_every=split_every)
    file = QifFormat().read(SourceFile("x", data))
    assert not file.errors
    named = "date amount description check_number counterparty"
    assert [facts(s, named, "account_id account_kind") for s in file.statements] == [
        facts(s, named, "account_id account_kind") for s in written
    ]
    assert {prove(s, file.faults).verdict for s in file.statements} == {"not_provable"}


ROWS = tuple(
    ParsedLine(0, dt.date(2025, 1, 5 + n), Decimal(cents) / 100, f"Payee {n}", counterparty=f"P{n}")
    for n, cents in enumerate((1250, -980_77, 500, -4, 7_000_001, -99, 312, 40, 41))
)
WHOLE = qif_file(
    [
        ParsedStatement("One", "USD", ROWS, account_kind="checking"),
        ParsedStatement("Two", "USD", ROWS[:4], account_kind="card"),
    ],
    newline="\r\n",
    split_every=3,
)


def test_a_file_cut_anywhere_inside_of_a_row_is_never_read_as_whole():
    whole = QifFormat().read(SourceFile("x", WHOLE))
    assert not [f for f in whole.faults if f.code in ("qif_no_end", "qif_truncated")]
    for at in range(len(WHOLE) - 1):
        try:
            file = QifFormat().read(SourceFile("x", WHOLE[:at]))
        except InputError:
            continue
        kept = WHOLE[:at].rstrip()
        if kept.endswith(b"^") or b"\nD" not in kept.rpartition(b"^")[2].replace(b"\r", b""):
            continue
        assert [f for f in file.faults if f.code in ("qif_no_end", "qif_truncated")], at
