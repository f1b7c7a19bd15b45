"""What the learner sees of a payment."""

from decimal import Decimal

import pytest

from ledgerflow.classification.learning.features import (
    LEVELS,
    SPECIFIC,
    opening_of,
    size_of,
    words_of,
)
from tests.classification.learning.paid_rows import seen


def at(level: str) -> int:
    return LEVELS.index(level)


def test_the_keys_are_the_same_in_every_run():
    row = seen("ROSE LANE DINER")
    assert row.contexts[at("payee")] == 3582072629
    assert row.word_keys == (4263692129, 3138823899, 2289533257)


def test_two_cards_share_the_payee_but_not_the_card_s_own_context():
    one, other = seen("ROSE LANE DINER", card=1), seen("ROSE LANE DINER", card=2)
    assert one.contexts[at("payee")] == other.contexts[at("payee")]
    assert one.contexts[at("account_payee")] != other.contexts[at("account_payee")]


def test_store_numbers_do_not_part_a_payee():
    one, other = seen("HAMMER & NAIL #7114"), seen("HAMMER & NAIL #0022")
    assert one.contexts[at("payee")] == other.contexts[at("payee")]
    assert one.grams != other.grams  # but the linear model sees the whole text


@pytest.mark.parametrize(
    ("amount", "size"),
    [("0", 0), ("-1.99", 0), ("-2.00", 1), ("-99999", 12), ("2.00", 17), ("99999", 28)],
)
def test_size_is_direction_and_order_of_magnitude(amount, size):
    assert size_of(Decimal(amount)) == size


def test_every_level_has_one_key_and_every_gram_one_scale():
    row = seen("KESTREL FUEL 12")
    assert len(row.contexts) == len(LEVELS) > len(SPECIFIC)
    assert len(row.grams) == len(row.scales)


def test_texts_without_letters_are_not_one_payee():
    one, other = seen("0000 1234"), seen("0000 9876")
    assert one.contexts[at("payee")] != other.contexts[at("payee")]
    assert one.contexts[at("word")] == other.contexts[at("word")]
    assert seen("").grams


def test_decimals_of_an_amount_do_not_matter():
    assert seen("ROSE LANE DINER", "-20.00") == seen("ROSE LANE DINER", "-20.0000")


def test_words_are_named_once_and_the_opening_is_two_of_them():
    assert words_of("rose rose lane") == ("rose", "lane")
    assert opening_of("rose lane diner") == "rose lane"
    assert opening_of("") == ""
