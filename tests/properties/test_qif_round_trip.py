"""Statements written as QIF come back equal, and damage never passes as proof."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.proof import prove
from tests.properties.damage import damaged

TEXT = st.text(st.sampled_from("ABCDEFGH abcdxyz0123456789.,+()'/-!^"), min_size=1, max_size=40)
ROW = st.tuples(
    st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 28)),
    st.integers(-100_000_000, 100_000_000),
    TEXT.filter(str.strip),
    st.booleans(),
)
ACCOUNT = st.tuples(st.sampled_from(["Bank", "CCard", "Cash", "Oth L"]), st.lists(ROW, min_size=1))
ORDERS = {"dmy": "{d:%d/%m/%Y}", "mdy": "{d.month}/{d.day:2}'{d:%y}", "ymd": "{d:%Y-%m-%d}"}
# a day after the twelfth, so that the order shows
SURE = (dt.date(2001, 5, 25), 100, "Sure", False)


def money(cents: int, mark: str) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", "," if mark == "." else ".")
    return f"{'-' if cents < 0 else ''}{whole}{mark}{abs(cents) % 100:02d}"


def written(number: int, account, order: str, mark: str) -> list[str]:
    kind, rows = account
    lines = ["!Account", f"NAccount {number}", f"T{kind}", "^", f"!Type:{kind}"]
    for date, cents, payee, is_split in rows:
        lines += ["D" + ORDERS[order].format(d=date), "T" + money(cents, mark), "P" + payee]
        if is_split:
            lines += ["SOne", "$" + money(cents - 7, mark), "STwo", "$" + money(7, mark)]
        lines.append("^")
    return lines


@settings(max_examples=120, deadline=None)
@given(
    st.lists(ACCOUNT, min_size=1, max_size=3),
    st.sampled_from(sorted(ORDERS)),
    st.sampled_from(".,"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read_back(accounts, order, mark, newline):
    accounts = [("Bank", [SURE]), *accounts]
    lines = [x for n, a in enumerate(accounts, 1) for x in written(n, a, order, mark)]
    file = QifFormat().read(SourceFile("x", newline.join([*lines, ""]).encode()))
    assert not file.errors
    assert len(file.statements) == len(accounts)
    for number, ((_, rows), found) in enumerate(zip(accounts, file.statements, strict=True), 1):
        assert found.account_id == f"Account {number}"
        expected = [
            (date, Decimal(cents) / 100, " ".join(payee.split())) for date, cents, payee, _ in rows
        ]
        assert [(x.date, x.amount, x.counterparty) for x in found.lines] == expected
        assert prove(found, file.faults).verdict == "not_provable"


ROWS = [
    (dt.date(2025, 1, 5 + n), cents, f"Payee {n}", n % 3 == 0)
    for n, cents in enumerate((1250, -980_77, 500, -4, 7_000_001, -99, 312, 40, 41))
]
WHOLE = "\r\n".join(
    [*written(1, ("Bank", ROWS), "mdy", "."), *written(2, ("CCard", ROWS[:4]), "mdy", "."), ""]
).encode()


@pytest.mark.parametrize("seed", range(4))
def test_damaged_bytes_never_crash_and_never_prove_anything(seed):
    random_ = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for _ in range(300):
        data = damaged(WHOLE, random_)
        QifFormat().identify(data, "x")
        try:
            file = QifFormat().read(SourceFile("x", data))
        except InputError:
            continue
        for found in file.statements:
            assert prove(found, file.faults).verdict != "proved", data


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
