"""What a client sees of a bank's text: names and shops, no account numbers."""

import pytest

from ledgerflow.review.questions.showing import masked_text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("TRANSFER TO 1234567890", "TRANSFER TO ··7890"),
        ("IBAN DE89370400440532013000 RENT", "IBAN ··3000 RENT"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN ··3000"),
        ("CARD 4111 1111 1111 1111 SHOP", "CARD ··1111 SHOP"),
        ("CARD 4111-1111-1111-1111", "CARD ··1111"),
        ("CARD XXXXXXXXXXXX4412", "CARD ··4412"),
        ("ZELLE TO JANE EXAMPLE", "ZELLE TO JANE EXAMPLE"),
        ("HOME DEPOT #7114 2025-03-02", "HOME DEPOT #7114 2025-03-02"),
        ("AMZN MKTP US 091PG8", "AMZN MKTP US 091PG8"),
        ("", ""),
    ],
)
def test_numbers_end_in_their_last_four_and_words_stay(said, shown):
    assert masked_text(said) == shown
