"""What a decision means for the books: which lines, how rounded."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.exchange_drafts import Crossing
from ledgerflow.review.posting import BookedPart, Booking, entry_draft

BANK, CATEGORY, OWNER = 1, 2, 3


def lines(amount, percent="100", *, currency="USD", owner=OWNER):
    draft = entry_draft(
        Booking(
            transaction_id=5,
            version=2,
            date=dt.date(2025, 1, 14),
            amount=Decimal(amount),
            currency=currency,
            description="Corner Coffee",
            bank_ledger_account_id=BANK,
            account_id=CATEGORY,
            owner_account_id=owner,
            business_percent=Decimal(percent),
        )
    )
    assert draft.idempotency_key == "decision:5:2"
    return {x.account_id: x.amount for x in draft.lines}


def test_money_out_is_a_debit_of_the_category():
    assert lines("-86.10") == {BANK: Decimal("-86.10"), CATEGORY: Decimal("86.10")}


def test_a_refund_comes_back_to_the_category_it_left():
    assert lines("86.10") == {BANK: Decimal("86.10"), CATEGORY: Decimal("-86.10")}


@pytest.mark.parametrize(
    ("amount", "percent", "currency", "business", "private"),
    [
        ("-100.00", "33.3333", "USD", "33.33", "66.67"),
        ("-0.05", "50", "USD", "0.03", "0.02"),
        ("100.00", "33.3333", "USD", "-33.33", "-66.67"),
        ("-1001", "50", "JPY", "501", "500"),
        ("-100", "33.3333", "JPY", "33", "67"),
        ("-10.001", "50", "KWD", "5.001", "5.000"),
    ],
)
def test_the_business_share_is_rounded_and_the_owner_takes_the_rest(
    amount, percent, currency, business, private
):
    found = lines(amount, percent, currency=currency)
    assert found[CATEGORY] == Decimal(business)
    assert found[OWNER] == Decimal(private)
    assert sum(found.values()) == 0


def test_wholly_private_money_never_touches_the_category():
    assert lines("-10", "0") == {BANK: -10, OWNER: 10}


def test_a_share_too_small_to_be_money_is_wholly_private():
    assert lines("-1", "0.0001") == {BANK: -1, OWNER: 1}


def test_a_private_share_needs_somewhere_to_go():
    with pytest.raises(RuleError) as caught:
        lines("-10", "50", owner=None)
    assert caught.value.code == "no_owner_account"


def test_a_line_of_zero_cannot_be_booked():
    with pytest.raises(RuleError) as caught:
        lines("0.00")
    assert caught.value.code == "amount_zero"


def test_what_goes_to_another_currency_passes_both_trading_accounts():
    crossing = Crossing("EUR", "USD", Decimal("1.5"), 8, 9)
    booking = Booking(
        transaction_id=5,
        version=1,
        date=dt.date(2025, 1, 14),
        amount=Decimal("-10.00"),
        currency="EUR",
        description="Berlin Hotel",
        bank_ledger_account_id=BANK,
        account_id=CATEGORY,
        owner_account_id=OWNER,
        business_percent=Decimal(40),
        crossings={CATEGORY: crossing},
    )
    found = [(x.account_id, x.amount, x.currency) for x in entry_draft(booking).lines]
    assert found == [
        (BANK, Decimal("-10.00"), "EUR"),
        (8, Decimal("4.00"), "EUR"),
        (9, Decimal("-6.00"), "USD"),
        (CATEGORY, Decimal("6.00"), "USD"),
        (OWNER, Decimal("6.00"), "EUR"),
    ]
    known = replace(booking, business_percent=Decimal(100), value=Decimal("14.99"))
    assert entry_draft(known).lines[-1].amount == Decimal("14.99")


def test_a_split_has_one_line_for_the_bank_and_one_for_each_part():
    parts = (BookedPart(7, Decimal("-60.01"), "tools"), BookedPart(8, Decimal("-40.00")))
    booking = Booking(
        transaction_id=1,
        version=1,
        date=dt.date(2025, 1, 14),
        amount=Decimal("-100.01"),
        currency="USD",
        description="SHOP",
        bank_ledger_account_id=1,
        account_id=None,
        owner_account_id=None,
        parts=parts,
    )
    drafted = entry_draft(booking).lines
    assert [(line.account_id, str(line.amount), line.note) for line in drafted] == [
        (1, "-100.01", ""),
        (7, "60.01", "tools"),
        (8, "40.00", ""),
    ]
