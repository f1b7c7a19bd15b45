"""What a line says of own accounts and holders, and what that is worth."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.transfer_evidence import (
    OwnAccount,
    Surroundings,
    contradicts,
    evidence,
    is_stranger,
    joined,
    plausible_kinds,
    side_of,
    working_days,
)

ACCOUNTS = [
    OwnAccount(1, "Everyday", "1111", "checking"),
    OwnAccount(2, "Rainy Day", "2222", "savings"),
    OwnAccount(3, "Travel Card", "4412", "card"),
]
AROUND = Surroundings.of([], ACCOUNTS, ["Dana Okafor"], [("sent", "came")], [9])
KINDS = {1: "checking", 2: "savings", 3: "card"}


def row(account: int, text: str, number: int = 1, amount: int = -5) -> TransactionFacts:
    return TransactionFacts(
        number, account, KINDS[account], dt.date(2025, 3, 3), Decimal(amount), "USD", text
    )


def test_a_text_names_other_own_accounts_not_its_own() -> None:
    side = side_of(row(1, "FROM CHK ...1111 TO SAV ...2222"), AROUND)
    assert dict(side.named) == {2: {"number": "account ending 2222"}}


def test_accounts_learn_number_and_kind_from_their_lines() -> None:
    line = TransactionFacts(
        1, 7, "savings", dt.date(2025, 3, 3), Decimal(1), "USD", "X", account_last4="7070"
    )
    around = Surroundings.of([line], [], [], [], [])
    assert around.accounts[7] == OwnAccount(7, "", "7070", "savings")


def test_a_text_that_names_another_account_or_kind_contradicts() -> None:
    savings, card = side_of(row(2, "DEPOSIT"), AROUND), side_of(row(3, "PAYMENT"), AROUND)
    for text in ("TRANSFER TO ...2222", "TRANSFER TO RAINY DAY", "TRANSFER TO SAVINGS"):
        side = side_of(row(1, text), AROUND)
        assert not contradicts(side, savings, AROUND)
        assert contradicts(side, card, AROUND), text
    elsewhere = side_of(row(1, "TRANSFER TO XXXX9999"), AROUND)
    assert contradicts(elsewhere, savings, AROUND)
    bought = side_of(row(1, "SAVINGS SHOP"), AROUND)
    assert not contradicts(bought, card, AROUND), "no transfer word, no contradiction"


def test_each_side_adds_what_it_says() -> None:
    out = side_of(row(1, "TRANSFER TO SAVINGS", 9), AROUND)
    into = side_of(row(2, "Dana Okafor", 2, 5), AROUND)
    found = evidence(out, into, AROUND)
    assert set(found) == {"words_out", "kind_out", "holder_in", "open"}
    assert Decimal("0.9") < joined(found) < 1


def test_transfer_words_of_a_processor_say_nothing() -> None:
    out = side_of(row(1, "STRIPE TRANSFER"), AROUND)
    into = side_of(row(2, "DEPOSIT", 2, 5), AROUND)
    assert evidence(out, into, AROUND) == {}
    assert is_stranger(out, "out", {})
    assert not is_stranger(into, "in", {})


def test_money_usually_goes_from_cash_to_debt_and_between_cash_accounts() -> None:
    checking, savings, card = row(1, ""), row(2, ""), row(3, "")
    assert plausible_kinds(checking, card) == "from checking to card"
    assert plausible_kinds(savings, checking) == "from savings to checking"
    assert plausible_kinds(card, checking) == ""
    assert plausible_kinds(checking, checking) == ""


def test_weekends_are_no_working_days() -> None:
    friday = dt.date(2025, 3, 7)
    assert working_days(friday, friday + dt.timedelta(3)) == 1
    assert working_days(friday + dt.timedelta(3), friday) == 1
    assert working_days(friday, friday + dt.timedelta(14)) == 10
