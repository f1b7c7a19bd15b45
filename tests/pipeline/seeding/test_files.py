"""Invented files: they say what the reader reads of them, prove, and follow each other."""

import datetime as dt
from dataclasses import replace

from ledgerflow.pipeline.seeding.files import OPENING, account_files
from ledgerflow.pipeline.seeding.payees import payees_make
from ledgerflow.pipeline.seeding.plan import AccountPlan, MonthPlan
from ledgerflow.statements.formats import read
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.proof import prove


def files(*, has_balances=True, lines=(6, 9, 3)):
    months = tuple(
        MonthPlan(dt.date(2026, number, 1), count, 2, has_balances)
        for number, count in enumerate(lines, 1)
    )
    plan = AccountPlan("Checking", "checking", months)
    return list(account_files("7", plan, payees_make("7", 30)))


def plain(parsed):
    """Without the words that count the points for a reading."""
    reading = {name: said for name, said in parsed.reading.items() if name != "why"}
    return replace(parsed, reading=reading)


def test_a_file_says_what_the_reader_reads_of_it():
    for balances in (True, False):
        for file in files(has_balances=balances):
            again = read(SourceFile(file.name, file.data))
            assert plain(again) == plain(file.parsed)
            assert prove(again.statements[0], again.errors) == file.proof


def test_files_with_balances_prove_and_follow_each_other():
    made = files()
    assert {file.proof.verdict for file in made} == {"proved"}
    balance = OPENING
    for file in made:
        (statement,) = file.parsed.statements
        assert statement.opening.amount * 100 == balance
        balance = statement.closing.amount * 100


def test_files_without_balances_prove_nothing_of_themselves():
    assert {file.proof.verdict for file in files(has_balances=False)} == {"not_provable"}


def test_the_same_number_makes_the_same_files_with_as_many_waiting_as_planned():
    assert [f.data for f in files()] == [f.data for f in files()]
    assert [len(f.waiting) for f in files()] == [2, 2, 2]
    assert [len(f.payees) for f in files()] == [6, 9, 3]
