"""An account's number is shortened wherever it is known to stand."""

import pytest

from ledgerflow.statements.masking import mask_number, mask_numbers

NUMBER = "4029 3311-775512"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("40293311775512,2025-01-13", "··5512,2025-01-13"),
        ("Account 4029-3311 7755 12.", "Account ··5512."),
        ("to 40293311775512 and 4029 3311 775512", "to ··5512 and ··5512"),
        ("140293311775512", "140293311775512"),
        ("4029331177551", "4029331177551"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_the_number_is_found_however_it_is_grouped_and_nothing_else_is(text, shown):
    assert mask_number(text, NUMBER) == shown


def test_letters_are_part_of_a_number_in_either_case():
    assert (
        mask_number("iban de02 1203 0000 0000 2020 51", "DE02120300000000202051") == "iban ··2051"
    )


@pytest.mark.parametrize("number", ["", "5512", "- -"])
def test_what_would_be_shown_anyway_is_left_alone(number):
    assert mask_number("5512 and more", number) == "5512 and more"


def test_data_is_masked_in_every_depth():
    data = {"a": ["x 40293311775512", 1, None], "b": {"c": ("40293311775512",)}, "d": True}
    assert mask_numbers(data, [NUMBER]) == {
        "a": ["x ··5512", 1, None],
        "b": {"c": ["··5512"]},
        "d": True,
    }
