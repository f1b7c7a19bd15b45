"""Words of refunds and sales."""

import pytest

from ledgerflow.classification.refund_words import find_refund_word, key_without_refund, says_sale


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("amzn mktp us refund", "refund"),
        ("purchase return home depot", "purchase return"),
        ("gutschrift baumarkt", "gutschrift"),
        ("rucklastschrift", "rucklastschrift"),
        ("returnable bottles", ""),
        ("credit union fee", ""),
    ],
)
def test_a_refund_word_stands_alone(text: str, word: str) -> None:
    assert find_refund_word(text) == word


def test_payouts_and_wages_are_earned() -> None:
    assert says_sale("square payout 0312")
    assert says_sale("gehalt marz")
    assert not says_sale("depositary notes")


@pytest.mark.parametrize(
    ("key", "bare"),
    [
        ("amazon refund", "amazon"),
        ("refund from amazon", "amazon"),
        ("return home depot", "home depot"),
        ("refund", "refund"),
        ("point of return cafe", "point of return cafe"),
        ("merchant tavern", "merchant tavern"),
    ],
)
def test_the_payee_is_what_is_left(key: str, bare: str) -> None:
    assert key_without_refund(key) == bare
