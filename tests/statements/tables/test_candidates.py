"""Which readings of money columns are offered to the judge, and in which order."""

from ledgerflow.statements.tables.candidates import amount_candidates, column_candidates
from ledgerflow.statements.tables.judge import Sample

EMPTY = {"decimal": ".", "card": False}


def sample(rows: list[list[str]], **more: object) -> Sample:
    return Sample(rows=rows, **{**EMPTY, **more})  # type: ignore[arg-type]


def signs(found: list) -> list[str]:  # type: ignore[type-arg]
    return [m.sign for m in found]


def test_without_a_balance_one_reading_is_offered() -> None:
    rows = [["A", "-5.00"], ["B", "3.00"]]
    assert signs(amount_candidates(1, None, None, sample(rows))) == ["as_printed"]


def test_a_balance_judges_both_signs_and_both_ways_to_print_debt() -> None:
    found = amount_candidates(1, None, 2, sample([["A", "-5.00", "1"], ["B", "3.00", "2"]]))
    assert [(m.sign, m.owed) for m in found] == [
        ("as_printed", False),
        ("as_printed", True),
        ("inverted", False),
        ("inverted", True),
    ]


def test_marks_behind_amounts_are_the_signs() -> None:
    (found,) = amount_candidates(0, None, None, sample([["5.00 CR"], ["3.00"]]))
    assert (found.sign, found.flag_in, found.flag_out) == ("marks", ("CR",), ("DR", ""))


def test_a_fee_column_doubles_the_readings_only_beside_a_balance() -> None:
    rows = [["-5.00", "0.10", "90"], ["3.00", "0.00", "93"]]
    assert {m.fee for m in amount_candidates(0, None, 2, sample(rows, fee=1))} == {"", "subtract"}
    assert {m.fee for m in amount_candidates(0, None, None, sample(rows, fee=1))} == {""}
    minus = [["-5.00", "-0.10", "90"], ["3.00", "0.00", "93"]]
    assert "add" in {m.fee for m in amount_candidates(0, None, 2, sample(minus, fee=1))}


def test_a_word_column_gives_the_direction() -> None:
    (found,) = amount_candidates(0, 1, None, sample([["5.00", "D"], ["3.00", "C"]]))
    assert (found.sign, found.flag_in, found.flag_out) == ("flag", ("C",), ("D",))


def test_a_debit_column_with_minus_is_read_so_and_credits_with_minus_too() -> None:
    debits = [["", "-5.00"], ["3.00", ""]]
    assert column_candidates(0, 1, None, sample(debits), named=True)[0].sign == "columns_negative"
    refunds = [["", "5.00"], ["-3.00", ""]]
    assert column_candidates(0, 1, None, sample(refunds), named=True)[0].sign == "columns_inverted"


def test_unnamed_columns_with_few_rows_leave_the_direction_open() -> None:
    (found,) = column_candidates(0, 1, None, sample([["5.00", ""], ["", "3.00"]]), named=False)
    assert found.is_open
    assert found.other_sign == "columns_swapped"
