"""Transfers with a fee or into another currency: only with strong evidence, never sure."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.transfers import OwnAccount, Pairing, pair_transfers

OWN = [
    OwnAccount(1, "Everyday", "1111", "checking"),
    OwnAccount(2, "Giro Nord", "7788", "checking"),
]
OUT, IN = "WIRE TRANSFER TO ...7788", "INCOMING TRANSFER FROM ...1111"


def line(
    number: int, amount: str, text: str, currency: str = "USD", day: int = 3
) -> TransactionFacts:
    account = 1 if amount.startswith("-") else 2
    return TransactionFacts(
        number, account, "checking", dt.date(2025, 3, day), Decimal(amount), currency, text,
        account_last4={1: "1111", 2: "7788"}[account],
    )  # fmt: skip


def stated(source: str, target: str, day: dt.date) -> Decimal | None:
    return {("USD", "EUR"): Decimal("0.92")}.get((source, target))


def ids(found: Pairing) -> list[tuple[int, int]]:
    return [(p.out_id, p.in_id) for p in found.pairs]


def test_a_fee_is_told_and_the_pair_never_sure() -> None:
    found = pair_transfers([line(1, "-1000", OUT), line(2, "985", IN, day=4)], OWN)
    assert ids(found) == [(1, 2)]
    assert found.pairs[0].confidence <= Decimal("0.60")
    assert found.pairs[0].reasons[0].startswith("15.00 USD less came in")


def test_unequal_amounts_need_more_than_transfer_words() -> None:
    lines = [line(1, "-1000", "ONLINE TRANSFER"), line(2, "985", "ONLINE TRANSFER")]
    assert pair_transfers(lines, OWN) == Pairing((), ())


def test_more_than_a_fee_or_more_than_was_sent_is_no_pair() -> None:
    for amount in ("940", "1000.01", "400"):
        assert pair_transfers([line(1, "-1000", OUT), line(2, amount, IN)], OWN).pairs == ()


def test_an_equal_amount_goes_before_one_with_a_fee() -> None:
    lines = [line(1, "-1000", OUT), line(2, "985", IN), line(3, "1000", IN)]
    assert ids(pair_transfers(lines, OWN)) == [(1, 3)]


def test_another_currency_pairs_near_the_stated_rate_only() -> None:
    out = line(1, "-1000", OUT)
    near, far = line(2, "915", "TRANSFER", "EUR"), line(2, "815", "TRANSFER", "EUR")
    found = pair_transfers([out, near], OWN, rate_of=stated)
    assert ids(found) == [(1, 2)]
    assert "near the stated rate 0.92" in found.pairs[0].reasons
    assert pair_transfers([out, far], OWN, rate_of=stated).pairs == ()


def test_without_a_rate_both_texts_must_point_at_the_other() -> None:
    out = line(1, "-1000", OUT)
    assert ids(pair_transfers([out, line(2, "915", IN, "EUR")], OWN)) == [(1, 2)]
    weak = [line(1, "-1000", "ONLINE TRANSFER"), line(2, "915", "ONLINE TRANSFER", "EUR")]
    assert pair_transfers(weak, OWN).pairs == ()


def test_the_other_amount_in_the_text_speaks_for_the_pair() -> None:
    lines = [line(1, "-1000", "TRANSFER EUR 915,00"), line(2, "915", "TRANSFER", "EUR")]
    found = pair_transfers(lines, OWN)
    assert ids(found) == [(1, 2)]
    assert "the other amount in the text" in found.pairs[0].reasons


def test_two_that_fit_are_left_to_a_person() -> None:
    lines = [line(1, "-1000", OUT), line(2, "985", IN), line(3, "980", IN)]
    found = pair_transfers(lines, OWN)
    assert found.pairs == ()
    assert found.ambiguous[0].candidate_ids == (2, 3)
