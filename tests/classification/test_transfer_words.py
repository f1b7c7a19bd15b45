"""Words, numbers and names that point at another own account."""

import pytest

from ledgerflow.classification.transfer_words import (
    find_transfer_word,
    names_account,
    names_number,
)


@pytest.mark.parametrize(
    ("text", "pays_debt", "word"),
    [
        ("online banking transfer conf 123", False, "online banking transfer"),
        ("umbuchung", False, "umbuchung"),
        ("virement interne", False, "virement interne"),
        ("payment - thank you", True, "payment thank you"),
        ("payment - thank you", False, ""),
        ("transferable goods", True, ""),
    ],
)
def test_the_longest_word_is_found_whole(text: str, pays_debt: bool, word: str) -> None:
    assert find_transfer_word(text, pays_debt=pays_debt) == word


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("to sav ...2222", True),
        ("transfer to xxxx2222", True),
        ("account ending in 2222", True),
        ("card 2222", True),
        ("invoice 2222", False),
        ("to x12222", False),
        ("xx22223", False),
    ],
)
def test_four_digits_count_only_where_they_end_an_account(text: str, named: bool) -> None:
    assert names_number(text, "2222") is named


def test_a_general_account_name_points_nowhere() -> None:
    assert not names_account("deposit to savings account", "savings account")
    assert names_account("to rainy day fund", "rainy day fund")
    assert not names_account("to rainy days fund", "rainy day fund")
