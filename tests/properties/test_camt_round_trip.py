"""CAMT: what a small writer writes comes back equal, and damage is never taken for truth."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.statements.formats import camt, camt_shapes
from ledgerflow.statements.formats.camt import CamtFormat
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement, SourceFile
from ledgerflow.statements.proof import prove

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("C", "Z")),
    min_size=1,
    max_size=20,
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def lines(draw: st.DrawFn) -> ParsedLine:
    return ParsedLine(
        row=0,
        date=draw(DAYS),
        amount=draw(AMOUNTS),
        description=draw(TEXTS),
        value_date=draw(st.none() | DAYS),
        bank_id=draw(WORDS.map(lambda word: f"B{word}")),
        bank_type=draw(st.sampled_from(["", "PMNT/RCDT/ESCT", "NTRF"])),
    )


@st.composite
def statements(draw: st.DrawFn) -> ParsedStatement:
    booked = tuple(draw(st.lists(lines(), max_size=8)))
    opening = draw(AMOUNTS)
    closing = opening + sum((line.amount for line in booked), Decimal(0))
    return ParsedStatement(
        account_id=draw(st.from_regex(r"[A-Z]{2}[0-9]{10,20}", fullmatch=True)),
        currency=draw(st.sampled_from(["EUR", "CHF", "USD"])),
        lines=booked,
        bank_code=draw(st.sampled_from(["", "EXAMDEFFXXX"])),
        opening=Balance(opening, draw(DAYS)),
        closing=Balance(closing, draw(DAYS)),
        pending=tuple(draw(st.lists(lines(), max_size=2))),
    )


def tag(name: str, text: object, attributes: str = "") -> str:
    return f"<{name}{attributes}>{text}</{name}>" if text != "" else ""


def amount_of(value: Decimal, currency: str) -> str:
    sign = "DBIT" if value < 0 else "CRDT"
    return tag("Amt", abs(value), f' Ccy="{currency}"') + tag("CdtDbtInd", sign)


def balance_of(code: str, balance: Balance, currency: str) -> str:
    kind = tag("Tp", tag("CdOrPrtry", tag("Cd", code)))
    return tag("Bal", kind + amount_of(balance.amount, currency) + day_of("Dt", balance.date))


def day_of(name: str, day: dt.date | None) -> str:
    return tag(name, tag("Dt", day.isoformat())) if day else ""


def kind_of(text: str) -> str:
    if "/" not in text:
        return tag("BkTxCd", tag("Prtry", tag("Cd", text)) if text else "")
    domain, family, sub = text.split("/")
    below = tag("Fmly", tag("Cd", family) + tag("SubFmlyCd", sub))
    return tag("BkTxCd", tag("Domn", tag("Cd", domain) + below))


def entry_of(line: ParsedLine, currency: str, status: str) -> str:
    text = tag("RmtInf", tag("Ustrd", escape(line.description)))
    pieces = [
        amount_of(line.amount, currency),
        tag("Sts", status),
        day_of("BookgDt", line.date),
        day_of("ValDt", line.value_date),
        tag("AcctSvcrRef", escape(line.bank_id)),
        kind_of(line.bank_type),
        tag("NtryDtls", tag("TxDtls", text)),
    ]
    return tag("Ntry", "\n".join(pieces)) + "\n"


def written(found: list[ParsedStatement]) -> bytes:
    bodies = []
    for s in found:
        bank = tag("Svcr", tag("FinInstnId", tag("BIC", s.bank_code))) if s.bank_code else ""
        account = tag("Id", tag("IBAN", s.account_id)) + tag("Ccy", s.currency) + bank
        assert s.opening is not None
        assert s.closing is not None
        pieces = [
            tag("Acct", account),
            balance_of("OPBD", s.opening, s.currency),
            balance_of("CLBD", s.closing, s.currency),
            *(entry_of(line, s.currency, "BOOK") for line in s.lines),
            *(entry_of(line, s.currency, "PDNG") for line in s.pending),
        ]
        bodies.append(tag("Stmt", "".join(pieces)))
    message = tag("BkToCstmrStmt", "".join(bodies))
    space = ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"'
    return f'<?xml version="1.0"?>\n{tag("Document", message, space)}'.encode()


def without_places(statement: ParsedStatement) -> ParsedStatement:
    def plain(line: ParsedLine) -> ParsedLine:
        return replace(line, row=0, raw="")

    return replace(
        statement,
        lines=tuple(map(plain, statement.lines)),
        pending=tuple(map(plain, statement.pending)),
    )


@given(st.lists(statements(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back_equal(found):
    data = written(found)
    file = CamtFormat().read(SourceFile("x.xml", data))
    assert list(map(without_places, file.statements)) == found
    assert file.faults == ()


@given(statements())
@settings(max_examples=40, deadline=None)
def test_entries_taken_out_by_their_shape_are_read_alike(found):
    data = written([found, found])
    slow = CamtFormat().read(SourceFile("x.xml", data))
    whole = camt.cut
    camt.cut = lambda text: camt_shapes.cut(text, 0)
    try:
        fast = CamtFormat().read(SourceFile("x.xml", data))
    finally:
        camt.cut = whole
    assert fast == slow


SAMPLE = written(
    [
        ParsedStatement(
            account_id="DE02120300000000202051",
            currency="EUR",
            lines=tuple(
                ParsedLine(0, dt.date(2025, 1, 2 + n), Decimal(f"{n * 7 - 20}.25"), f"entry {n}")
                for n in range(6)
            ),
            opening=Balance(Decimal("100.00"), dt.date(2025, 1, 1)),
            closing=Balance(Decimal("85.00"), dt.date(2025, 1, 31)),
        )
    ]
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SAMPLE) - 1),
            st.sampled_from(["byte", "drop", "double", "cut"]),
            st.integers(0, 255),
            st.integers(1, 400),
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=300, deadline=None)
def test_damage_is_refused_flagged_or_leaves_the_sums(mutations):
    data = SAMPLE
    for at, kind, byte, length in mutations:
        if kind == "byte":
            data = data[:at] + bytes([byte]) + data[at + 1 :]
        elif kind == "drop":
            data = data[:at] + data[at + length :]
        elif kind == "double":
            data = data[: at + length] + data[at:]
        else:
            data = data[:at]
    try:
        file = CamtFormat().read(SourceFile("x.xml", data))
    except InputError:
        return
    for statement in file.statements:
        if prove(statement, file.faults).verdict == "proved":
            assert statement.sum == Decimal("-15.00")


def test_the_sample_that_is_damaged_proves():
    file = CamtFormat().read(SourceFile("x.xml", SAMPLE))
    assert [prove(s, file.faults).verdict for s in file.statements] == ["proved"]
