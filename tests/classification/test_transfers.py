"""Transfers between own accounts: never on amount and date alone."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest
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


OWN = [
    OwnAccount(CHECKING, "Everyday Checking", "1111", "checking"),
    OwnAccount(SAVINGS, "Rainy Day", "2222", "savings"),
    OwnAccount(CARD, "Travel Card", "4412", "card"),
]


@pytest.mark.parametrize(
    ("out", "into"),
    [
        ((CHECKING, "ONLINE TRANSFER TO SAV XXXX2222"), (SAVINGS, "TRANSFER FROM CHK XXXX1111")),
        ((CHECKING, "SEPA-Überweisung DE02 1203 0000 0000 0022 22"), (SAVINGS, "Gutschrift")),
        ((CHECKING, "Dana Okafor Rücklage"), (SAVINGS, "Dana Okafor Rücklage")),
        ((CHECKING, "ZELLE TO DANA OKAFOR"), (SAVINGS, "ZELLE FROM DANA OKAFOR")),
        ((CHECKING, "Umbuchung"), (SAVINGS, "Übertrag")),
        ((SAVINGS, "WITHDRAWAL 448812003"), (CHECKING, "DEPOSIT 448812003")),
        ((CHECKING, "CAPITOL CARD ONLINE PMT"), (CARD, "MOBILE PYMT")),
        ((CHECKING, "Kreditkartenabrechnung Travel Card"), (CARD, "Lastschrift, vielen Dank")),
        ((CHECKING, "ACH DEBIT TIDELINE BANK TRNSFR 7"), (SAVINGS, "TRANSFER FROM CHECKING")),
    ],
)
def test_hard_but_true_pairs(out: tuple[int, str], into: tuple[int, str]) -> None:
    lines = [line(1, out[0], "-500", out[1]), line(2, into[0], "500", into[1], day=3)]
    assert ids(pair_transfers(lines, OWN, own_names=["Dana Okafor"])) == [(1, 2)]


@pytest.mark.parametrize(
    ("out", "into"),
    [
        ((CHECKING, "LANDLORD LLC RENT"), (SAVINGS, "ACME CORP PAYROLL")),
        ((CHECKING, "ZELLE TRANSFER TO OMAR DIAZ"), (SAVINGS, "STRIPE TRANSFER HARBOR STREET")),
        ((CHECKING, "TRANSFER TO BROKERAGE"), (SAVINGS, "PAYPAL TRANSFER PP99231")),
        ((CHECKING, "ONLINE TRANSFER"), (SAVINGS, "STRIPE TRANSFER DANA OKAFOR")),
        ((CHECKING, "CARD PAYMENT TO CORNER CAFE"), (CARD, "PAYMENT THANK YOU")),
        ((CHECKING, "ONLINE TRANSFER TO SAV XXXX5150"), (SAVINGS, "ZELLE FROM DANA OKAFOR")),
        ((CHECKING, "TRANSFER TO SAVINGS"), (CARD, "PAYMENT THANK YOU")),
        ((CHECKING, "TRANSFER TO TRAVEL CARD"), (SAVINGS, "TRANSFER FROM CHECKING")),
        ((CHECKING, "CORNER HARDWARE 221"), (CARD, "CORNER HARDWARE 221 REFUND")),
        ((SAVINGS, "INTEREST ADJUSTMENT"), (CHECKING, "DEPOSIT")),
    ],
)
def test_equal_amounts_by_chance_do_not_pair(out: tuple[int, str], into: tuple[int, str]) -> None:
    lines = [line(1, out[0], "-500", out[1]), line(2, into[0], "500", into[1], day=3)]
    assert pair_transfers(lines, OWN, own_names=["Dana Okafor"]) == Pairing((), ())


def test_a_named_account_settles_between_two_of_the_same_amount() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-500", "TRANSFER TO ...2222"),
            line(2, CHECKING, "-500", "FIRSTCOAST BANK CREDIT CRD AUTOPAY"),
            line(3, SAVINGS, "500", "TRANSFER"),
            line(4, CARD, "500", "PAYMENT THANK YOU"),
        ],
        OWN,
    )
    assert ids(found) == [(1, 3), (2, 4)]


def test_a_shared_reference_settles_between_several() -> None:
    lines = [
        line(1, CHECKING, "-500", "ONLINE TRANSFER 448812003"),
        line(2, CHECKING, "-500", "ONLINE TRANSFER 448812999"),
        line(3, SAVINGS, "500", "ONLINE TRANSFER 448812999", day=3),
        line(4, SAVINGS, "500", "ONLINE TRANSFER 448812003", day=3),
    ]
    assert ids(pair_transfers(lines, OWN)) == [(1, 4), (2, 3)]


def test_candidates_are_listed_as_a_person_knows_them() -> None:
    found = pair_transfers(
        [
            line(1, CHECKING, "-500", "ONLINE TRANSFER"),
            line(2, SAVINGS, "500", "ONLINE TRANSFER"),
            line(3, SAVINGS, "500", "ONLINE TRANSFER", day=4),
        ],
        OWN,
    )
    (ambiguous,) = found.ambiguous
    assert [pair.in_id for pair in ambiguous.pairs] == [2, 3], "the nearest first"
    assert ambiguous.labels[3] == "2025-03-04 500.00 USD on Rainy Day: ONLINE TRANSFER"
    assert [(c.transaction_id, c.candidate_ids) for c in found.contested] == [(2, (1,)), (3, (1,))]
    assert set(found.left_open()) == {1, 2, 3}


def test_a_weekend_between_costs_less_than_working_days() -> None:
    out = line(1, CHECKING, "-500", "TRANSFER", day=7)
    monday = line(2, SAVINGS, "500", "TRANSFER", day=10)
    sure = pair_transfers([out, monday]).pairs[0].confidence
    midweek = [replace(out, date=dt.date(2025, 3, 4)), replace(monday, date=dt.date(2025, 3, 7))]
    assert pair_transfers(midweek).pairs[0].confidence < sure


def test_a_card_may_count_a_payment_before_the_bank_shows_it() -> None:
    into = line(2, CARD, "500", "PAYMENT THANK YOU", day=7)
    out = line(1, CHECKING, "-500", "CARDMEMBER SERV AUTOPAY", day=10)
    assert ids(pair_transfers([out, into])) == [(1, 2)]
    late = replace(out, date=dt.date(2025, 3, 11))
    assert pair_transfers([late, into]).pairs == ()


def test_a_half_that_was_decided_as_a_transfer_waits_for_the_other() -> None:
    lines = [line(1, CHECKING, "-80", "STANDING ORDER 3"), line(2, SAVINGS, "80", "TRANSFER IN")]
    lines[1] = replace(lines[1], account_kind="checking")
    assert pair_transfers(lines).pairs == ()
    assert ids(pair_transfers(lines, open_ids=[1])) == [(1, 2)]


def test_many_equal_lines_stay_quick_and_are_left_to_a_person() -> None:
    lines = [line(n, CHECKING, "-10", "TRANSFER") for n in range(1, 401)]
    lines += [line(1000 + n, SAVINGS, "10", "TRANSFER") for n in range(1, 401)]
    found = pair_transfers(lines)
    assert found.pairs == ()
    assert len(found.ambiguous[0].candidate_ids) <= 60
