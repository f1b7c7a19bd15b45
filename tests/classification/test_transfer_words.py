"""Words, numbers and names that point at another own account."""

import pytest

from ledgerflow.classification.transfer_words import (
    find_transfer_word,
    is_loose,
    masked_numbers,
    named_kinds,
    names_account,
    names_number,
    references,
    shown_numbers,
    strangers,
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
        ("uberweisung de02 1203 0000 0000 0022 22", True),
        ("iban de021203000000002222 svwz", True),
        ("konto 00012222", True),
        ("transfer 2222", False),
    ],
)
def test_four_digits_count_only_where_they_end_an_account(text: str, named: bool) -> None:
    assert names_number(text, "2222") is named


def test_a_general_account_name_points_nowhere() -> None:
    assert not names_account("deposit to savings account", "savings account")
    assert names_account("to rainy day fund", "rainy day fund")
    assert not names_account("to rainy days fund", "rainy day fund")


def test_masks_alone_show_an_account_for_sure() -> None:
    assert masked_numbers("to xxxx5150 conf no 7733") == {"5150"}
    assert shown_numbers("to xxxx5150 conf no 7733") == {"5150", "7733"}


def test_kinds_of_accounts_are_named_in_two_languages() -> None:
    assert named_kinds("from chk to sav") == {"checking", "savings"}
    assert named_kinds("kreditkartenabrechnung marz") == {"card"}
    assert named_kinds("savingsbox") == frozenset()


def test_only_names_of_others_are_strangers() -> None:
    assert strangers("online transfer to sav from tideline bank", frozenset()) == frozenset()
    assert strangers("card payment to corner cafe", frozenset({"cafe"})) == {"corner"}


def test_a_payment_word_alone_is_loose() -> None:
    assert is_loose("online payment")
    assert not is_loose("online payment, thank you for your payment")


def test_dates_are_no_references() -> None:
    assert references("transfer 20250302 ref 448812003 x12") == {"448812003"}
