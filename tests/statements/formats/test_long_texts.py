"""Texts that no bank prints are cut and told, whoever read them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.long_texts import ACCOUNT_MAX, TEXT_MAX, with_long_texts_cut
from ledgerflow.statements.packed import PackedLines, pack
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedLine, ParsedStatement

LINE = ParsedLine(7, dt.date(2025, 3, 2), Decimal(-1), "TEA", counterparty="Tea House")
NOTE = Fault("note", "x", "x", severity="note")


def file_of(*lines, account="1", pending=(), packed=False):
    kept = pack(lines) if packed else lines
    statement = ParsedStatement(account, "USD", kept, pending=pending)
    return ParsedFile("invented", (statement,), (NOTE,))


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_of_usual_texts_comes_back_as_it_was(packed):
    file = file_of(LINE, replace(LINE, description="T" * TEXT_MAX), packed=packed)
    assert with_long_texts_cut(file) is file


def test_many_packed_texts_below_the_limit_are_left_alone():
    lines = [replace(LINE, row=row, description=f"{row} " + "É" * 900) for row in range(1, 50)]
    file = file_of(*lines, packed=True)
    assert with_long_texts_cut(file).errors == ()
    assert with_long_texts_cut(file).statements[0].lines == tuple(lines)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["description", "counterparty", "bank_id"])
def test_a_long_text_is_cut_and_its_line_named(name, packed):
    long = replace(LINE, **{name: "T" * 5_000})
    cut = with_long_texts_cut(file_of(replace(LINE, row=6), long, packed=packed))
    (statement,) = cut.statements
    assert isinstance(statement.lines, PackedLines) is packed
    assert tuple(statement.lines) == (
        replace(LINE, row=6),
        replace(LINE, **{name: "T" * TEXT_MAX}),
    )
    note, fault = cut.faults
    assert (note, fault.code, fault.severity, fault.line) == (NOTE, "text_too_long", "error", 7)
    assert fault.message == (
        f"Line 7: the {name.replace('_', ' ')} has 5,000 characters; the first 2,000 are kept."
    )


def test_many_long_texts_are_one_fault_that_counts_them():
    long = replace(LINE, description="T" * 5_000)
    cut = with_long_texts_cut(file_of(long, long, pending=(long,)))
    assert cut.errors[0].message.endswith(" 2 more texts are as long.")
    assert len(cut.errors) == 1
    assert len(cut.statements[0].pending[0].description) == TEXT_MAX


def test_a_long_account_number_is_cut_too():
    cut = with_long_texts_cut(file_of(LINE, account="9" * 5_000))
    assert cut.statements[0].account_id == "9" * ACCOUNT_MAX
    assert cut.errors[0].message.startswith("The account number has 5,000 characters")
