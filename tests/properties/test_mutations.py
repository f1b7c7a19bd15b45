"""Damaged files never crash a reader, never hang it, and never prove another sum.

Here: a sample of the damage that benchmarks/mutations.py does by the thousand, on invented files
and on the project's own samples; and the judge itself, which must see what is wrong.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ledgerflow.statements import formats
from ledgerflow.statements.parsed import (
    Balance,
    ParsedFile,
    ParsedLine,
    ParsedStatement,
)
from tests.properties.mutations import KINDS, mutant
from tests.properties.oracle import BAD, Whole, judge
from tests.writers.bai2 import bai2_file
from tests.writers.camt import camt_file
from tests.writers.delimited import DIALECTS, csv_file
from tests.writers.mt940 import mt940_file
from tests.writers.ofx import ofx_file
from tests.writers.pdf import LAYOUTS, pdf_file
from tests.writers.qif import qif_file
from tests.writers.xlsx import xlsx_file

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EACH = 10 * len(KINDS)
OF_CONTAINERS = 4 * len(KINDS)
"""Spreadsheets and PDF files take longer to open."""
DAY = dt.date(2025, 1, 20)


def statement(number: int, cents: tuple[int, ...]) -> ParsedStatement:
    lines = tuple(
        ParsedLine(
            0,
            DAY + dt.timedelta(at),
            Decimal(one) / 100,
            f"Payment to Alder {at}",
            bank_id=f"B{number}{at}",
            counterparty=f"Alder {at}",
        )
        for at, one in enumerate(cents)
    )
    opening = Decimal("1234.56")
    return ParsedStatement(
        account_id=f"DE0212030000000020205{number}",
        currency="EUR",
        lines=lines,
        bank_code="12030000",
        account_kind="checking",
        opening=Balance(opening, DAY),
        closing=Balance(opening + sum(line.amount for line in lines), lines[-1].date),
        period_start=DAY,
        period_end=lines[-1].date,
    )


def of_one_day(one: ParsedStatement) -> ParsedStatement:
    return replace(one, lines=tuple(replace(x, date=DAY) for x in one.lines), period_end=DAY)


TWO = [statement(1, (1250, -98077, 500, -4, 7000001, -99)), statement(2, (-312, 40, 41))]
FILES = {
    "ofx": [("1.ofx", ofx_file(TWO)), ("2.ofx", ofx_file(TWO, 2))],
    "qif": [("1.qif", qif_file(TWO, split_every=2)), ("2.qif", qif_file(TWO, "ymd", ","))],
    "mt940": [
        ("1.sta", mt940_file(TWO, reversals=True)),
        ("2.sta", mt940_file(TWO, "\n", "-}", subfields=True)),
    ],
    "bai2": [("1.bai", bai2_file([*map(of_one_day, TWO)], every_funds=True))],
    "camt": [("1.xml", camt_file(TWO)), ("2.xml", camt_file(TWO, "02", "n"))],
    "csv": [(f"{name}.csv", csv_file(TWO[0], dialect)) for name, dialect in DIALECTS.items()],
    "xlsx": [("1.xlsx", xlsx_file(TWO[0]))],
    "pdf": [(f"{name}.pdf", pdf_file(TWO[0], layout)) for name, layout in LAYOUTS.items()],
}


@pytest.mark.parametrize("format_id", FILES)
def test_no_damage_crashes_hangs_or_proves_another_sum(format_id):
    files = FILES[format_id]
    bad = []
    for name, data in files:
        whole = Whole.read(data, name)
        assert len(whole.proved) == (0 if format_id in ("ofx", "qif") else len(whole.statements))
        each = OF_CONTAINERS if format_id in ("xlsx", "pdf") else EACH
        for number in range(each // len(files)):
            kind, damaged = mutant(data, name, number)
            judged = judge(whole, damaged, name, format_id)
            if judged.fate in BAD:
                bad.append((name, number, kind, judged))
    assert bad == []


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.*")), ids=lambda path: path.name)
def test_the_samples_stand_damage_too(path):
    data = path.read_bytes()
    whole = Whole.read(data, path.name)
    format_id = formats.identify(data, path.name).id
    fates = Counter(
        judge(whole, mutant(data, path.name, number)[1], path.name, format_id).fate
        for number in range(2 * len(KINDS))
    )
    assert not set(fates) & BAD


WHOLE = FILES["mt940"][0][1]
READ = Whole.read(WHOLE, "x.sta")
ONE, OTHER = READ.statements
TABLE = Whole.read(FILES["csv"][0][1], "x.csv")


class Reader:
    """Answers what a test wants, in place of a real reader."""

    id = "mt940"

    def __init__(self, answer):
        self.answer = answer

    def read(self, file):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer(file) if callable(self.answer) else self.answer


def fate(monkeypatch, answer, whole: Whole = READ) -> str:
    monkeypatch.setattr(formats, "read", Reader(answer).read)
    return judge(whole, b"any", "x", "mt940").fate


def parsed(*statements: ParsedStatement) -> ParsedFile:
    return ParsedFile("mt940", statements)


def moved(balance: Balance, by: int) -> Balance:
    return Balance(balance.amount + by, balance.date)


def test_the_judge_sees_a_crash_and_a_hang(monkeypatch):
    monkeypatch.setattr("tests.properties.oracle.SECONDS_MAX", 0.05)

    def never(_file):
        while True:
            pass

    assert fate(monkeypatch, KeyError("x")) == "crashed"
    assert fate(monkeypatch, never) == "hung"


def test_the_judge_lets_pass_what_was_there_and_what_was_lost_whole(monkeypatch):
    assert fate(monkeypatch, parsed(OTHER)) == "same"
    assert fate(monkeypatch, parsed(replace(ONE, lines=ONE.lines[1:]))) == "unproved"
    (table,) = TABLE.statements
    shorter = replace(table, lines=table.lines[1:], opening=None)
    assert fate(monkeypatch, parsed(shorter), TABLE) == "fewer"


def test_the_judge_sees_other_figures_that_prove(monkeypatch):
    first = replace(ONE.lines[0], amount=ONE.lines[0].amount + 1)
    both = replace(ONE, lines=(first, *ONE.lines[1:]), closing=moved(ONE.closing, 1))
    assert fate(monkeypatch, parsed(both)) == "wrong"
    second = replace(ONE.lines[1], amount=ONE.lines[1].amount - 1)
    hidden = replace(ONE, lines=(first, second, *ONE.lines[2:]))
    assert fate(monkeypatch, parsed(hidden)) == "wrong"


def test_figures_of_an_unproved_statement_may_come_to_agree(monkeypatch):
    unproved = replace(ONE, closing=moved(ONE.closing, 5))
    whole = Whole(parsed(unproved))
    assert fate(monkeypatch, parsed(ONE), whole) == "consistent"


def test_the_judge_does_not_ask_the_proof_whether_figures_add_up(monkeypatch):
    monkeypatch.setattr("tests.properties.oracle.prove", lambda *_: Proved())
    wrong = replace(ONE, lines=ONE.lines[1:])
    assert fate(monkeypatch, parsed(wrong)) == "wrong"


class Proved:
    verdict = "proved"


def test_each_damage_is_the_same_on_every_run_and_changes_the_file():
    for number, kind in enumerate(KINDS):
        once, again = mutant(WHOLE, "x", number), mutant(WHOLE, "x", number)
        assert once == again
        assert once[0] == kind.__name__
    changed = [mutant(WHOLE, "x", number)[1] != WHOLE for number in range(EACH)]
    assert sum(changed) > 0.9 * EACH
