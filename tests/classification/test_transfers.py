"""Transfers between own accounts: never on amount and date alone."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.transfers import OwnAccount, Pairing, pair_transfers

CHECKING, SAVINGS, CARD = 1, 2, 3
KINDS = {CHECKING: "checking", SAVINGS: "savings", CARD: "card"}


def line(
    line_id: int, account: int, amount: str, text: str, day: int = 2, currency: str = "USD"
) -> TransactionFacts:
    return TransactionFacts(
        line_id,
        account,
        KINDS[account],
        dt.date(2025, 3, day),
        Decimal(amount),
        currency,
        text,
        account_last4={CHECKING: "1111", SAVINGS: "2222", CARD: "4412"}[account],
    )


def ids(pairing: Pairing) -> list[tuple[int, int]]:
    return [(pair.out_id, pair.in_id) for pair in pairing.pairs]


def test_a_card_bill_paid_from_checking() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-500", "BIGBANK EPAYMENT ACH PMT"),
            line(2, CARD, "500", "PAYMENT - THANK YOU", day=4),
        ]
    )
    assert ids(found) == [(1, 2)]
    pair = found.pairs[0]
    assert pair.reasons[0] == "equal amounts, 2 days apart"
    assert "from checking to card" in pair.reasons
    assert Decimal("0.7") < pair.confidence < 1
    assert set(found.by_transaction()) == {1, 2}


def test_amount_and_date_alone_never_pair() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-200", "CORNER HARDWARE"),
            line(2, SAVINGS, "200", "JANE ROE REPAYMENT"),
            line(3, CARD, "200", "CORNER HARDWARE RETURN"),
        ]
    )
    assert found == Pairing((), ())


def test_the_other_accounts_number_in_the_text_is_evidence() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-300", "MOVE TO SAV ...2222"),
            line(2, SAVINGS, "300", "DEPOSIT"),
        ]
    )
    assert ids(found) == [(1, 2)]
    assert "account ending 2222 in the text" in found.pairs[0].reasons


def test_four_digits_inside_a_longer_number_are_no_evidence() -> None:
    found = pair_transfers(
        [line(1, CHECKING, "-300", "INVOICE 98222217"), line(2, SAVINGS, "300", "DEPOSIT")]
    )
    assert found.pairs == ()


def test_the_other_accounts_name_in_the_text_helps() -> None:
    lines = [line(1, CHECKING, "-300", "To Rainy Day Fund"), line(2, SAVINGS, "300", "deposit")]
    assert pair_transfers(lines).pairs == ()
    assert ids(pair_transfers(lines, [OwnAccount(SAVINGS, "Rainy Day Fund")])) == [(1, 2)]


def test_german_words_pair_too() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-300", "Umbuchung auf Tagesgeld", currency="EUR"),
            line(2, SAVINGS, "300", "Übertrag vom Girokonto", currency="EUR"),
        ]
    )
    assert ids(found) == [(1, 2)]


def test_a_pair_accepted_before_teaches() -> None:
    lines = [line(1, CHECKING, "-80", "ACORN PLAN 0312"), line(2, SAVINGS, "80", "PLAN CREDIT")]
    assert pair_transfers(lines).pairs == ()
    earlier = [(normalise("ACORN PLAN 0290").key, normalise("PLAN CREDIT").key)]
    assert ids(pair_transfers(lines, accepted=earlier)) == [(1, 2)]


def test_two_candidates_mean_that_none_is_chosen() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-500", "ONLINE TRANSFER"),
            line(2, SAVINGS, "500", "ONLINE TRANSFER"),
            line(3, SAVINGS, "500", "ONLINE TRANSFER", day=3),
        ]
    )
    assert found.pairs == ()
    assert [(a.transaction_id, a.candidate_ids) for a in found.ambiguous] == [(1, (2, 3))]


def test_card_payment_words_mean_purchases_on_other_accounts() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-25", "CARD PAYMENT TO CORNER CAFE"),
            line(2, SAVINGS, "25", "CARD PAYMENT REFUND"),
        ]
    )
    assert found.pairs == ()


def test_more_than_five_days_other_currency_or_same_account_do_not_pair() -> None:
    out = line(1, CHECKING, "-500", "TRANSFER", day=2)
    into = line(2, SAVINGS, "500", "TRANSFER", day=7)
    assert ids(pair_transfers([out, into])) == [(1, 2)]
    assert pair_transfers([out, replace(into, date=dt.date(2025, 3, 8))]).pairs == ()
    assert pair_transfers([out, replace(into, currency="CAD")]).pairs == ()
    assert pair_transfers([out, replace(into, bank_account_id=CHECKING)]).pairs == ()


LINES = st.lists(
    st.tuples(
        st.sampled_from([CHECKING, SAVINGS, CARD]),
        st.sampled_from(["-500", "500", "-20", "20"]),
        st.sampled_from(["TRANSFER", "PAYMENT THANK YOU", "to ...2222", "CORNER CAFE"]),
        st.integers(1, 12),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LINES, st.integers(0, 2**16))
def test_the_order_of_lines_changes_nothing(
    rows: list[tuple[int, str, str, int]], seed: int
) -> None:
    lines = [line(n, *row) for n, row in enumerate(rows, start=1)]
    mixed = lines[:]
    random.Random(seed).shuffle(mixed)  # noqa: S311
    found = pair_transfers(lines)
    assert pair_transfers(mixed) == found
    sides = [side for pair in ids(found) for side in pair]
    assert len(sides) == len(set(sides))
