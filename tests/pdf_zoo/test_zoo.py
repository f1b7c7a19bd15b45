"""The zoo is true to itself, and the reader reads every animal in it exactly."""

from decimal import Decimal
from functools import cache

import pytest

from ledgerflow.statements.formats import read
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.proof import prove
from tests.pdf_zoo import LAYOUTS
from tests.pdf_zoo import build as build_anew
from tests.pdf_zoo.compared import differences
from tests.pdf_zoo.draft import Statement

DAMAGED = [(name, damage) for name, layout in LAYOUTS.items() for damage in layout.damages]

build = cache(build_anew)


def reading(statement: Statement) -> ParsedFile:
    return read(SourceFile("statement.pdf", statement.pdf))


def sums_hold(account) -> bool:
    """Whether the rows on paper lead from the opening to the closing balance."""
    rows = account["transactions"]
    moved = sum((Decimal(row["amount"]) for row in rows), Decimal(0))
    moved *= holder(account)
    return Decimal(account["opening_balance"]) + moved == Decimal(account["closing_balance"])


def holder(account) -> int:
    """What turns a balance as printed into the holder's view: -1 where the holder owes it."""
    return -1 if account["balance_convention"] == "owed" else 1


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_truth_of_a_layout_adds_up(name):
    for account in build(name).truth["accounts"]:
        rows = account["transactions"]
        assert account["proof"] == "proved"
        assert rows == sorted(rows, key=lambda row: row["date"])
        assert all(account["period_start"] <= r["date"] <= account["period_end"] for r in rows)
        if account["opening_balance"] is not None:
            assert sums_hold(account)
        balance = Decimal(account["opening_balance"] or 0)
        for row in rows:
            balance += holder(account) * Decimal(row["amount"])
            assert row["balance"] is None or Decimal(row["balance"]) == balance


@pytest.mark.parametrize(("name", "damage"), DAMAGED)
def test_a_damaged_print_no_longer_adds_up(name, damage):
    statement = build(name, damage=damage)
    assert statement.pdf != build(name).pdf
    for account in statement.truth["accounts"]:
        assert account["proof"] == "not_proved"
        assert account["opening_balance"] is None or not sums_hold(account)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_seed_always_gives_the_same_file_and_another_seed_another(name):
    assert build_anew(name) == build(name)
    assert build_anew(name, 2).pdf != build(name).pdf


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_read_exactly(name):
    statement = build(name)
    assert differences(statement.truth, reading(statement)) == []


@pytest.mark.parametrize(("name", "damage"), DAMAGED)
def test_a_damaged_print_is_never_proved(name, damage):
    found = reading(build(name, damage=damage))
    assert found.statements
    assert [s for s in found.statements if prove(s, found.errors).verdict == "proved"] == []
