"""What the cells of a column look like."""

import pytest

from ledgerflow.statements.tables.columns import flag_side, look


def test_dates_amounts_codes_and_signs_are_counted_over_filled_cells() -> None:
    rows = [
        ["2025-03-03", "-5.00", "EUR", "D"],
        ["2025-03-04", "7.50", "eur", "C"],
        ["", "", "", ""],
    ]
    date, money, code, flag = (look(rows, i) for i in range(4))
    assert (date.filled, date.dates, date.amounts) == (2, 2, 0)
    assert (money.amounts, money.negatives, money.positives, money.cents) == (2, 1, 1, 2)
    assert (code.codes, flag.flags) == (2, 2)
    assert money.share(money.amounts) == 1.0


def test_a_long_bare_number_is_no_amount_and_an_iban_is_known() -> None:
    rows = [["000012345678", "DE02120300000000202051"]]
    assert look(rows, 0).amounts == 0
    assert look(rows, 1).ibans == 1


def test_a_column_that_is_not_there_is_blank() -> None:
    assert look([["a"]], 5).filled == 0
    assert look([], 0).share(0) == 0.0


@pytest.mark.parametrize(
    ("word", "side"), [("Credit", "in"), ("Bij", "in"), ("S", "out"), ("-", "out"), ("Shop", "")]
)
def test_direction_words_of_many_languages(word: str, side: str) -> None:
    assert flag_side(word) == side
