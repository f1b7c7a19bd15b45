"""Refunds find their purchase; ordinary income does not."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.classification.refunds import Movement, RefundMatch, match_refunds

CHECKING, CARD = 1, 2
SUPPLIES, TRAVEL, SALES = 11, 12, 13
KINDS = {CHECKING: "checking", CARD: "card"}


def bought(
    number: int, amount: str, day: str, account: int | None = SUPPLIES, **more: object
) -> Movement:
    return moved(number, f"-{amount}", day, account_id=account, is_decided=bool(account), **more)


def moved(number: int, amount: str, day: str, text: str = "home depot", **more: object) -> Movement:
    given = {"bank_account_id": CARD, "payee_key": text} | more
    return Movement(
        id=number,
        date=dt.date.fromisoformat(day),
        amount=Decimal(amount),
        currency="USD",
        text=text,
        account_kind=KINDS[given["bank_account_id"]],  # type: ignore[index]
        **given,  # type: ignore[arg-type]
    )


def chosen(found: dict[int, RefundMatch]) -> dict[int, int]:
    return {pk: match.options[0].original_id for pk, match in found.items() if match.is_sure}


def test_a_refund_finds_its_purchase_and_says_which() -> None:
    found = match_refunds(
        [
            bought(1, "54.20", "2025-03-02", business_percent=Decimal(60)),
            moved(2, "54.20", "2025-03-09"),
        ]
    )
    (option,) = found[2].options
    assert (option.original_id, option.account_id, option.business_percent) == (1, SUPPLIES, 60)
    assert option.text == "54.20 of 2025-03-02"
    assert option.confidence > Decimal("0.9")


def test_of_several_equal_purchases_the_newest_on_the_same_account_is_taken() -> None:
    rows = [
        bought(1, "20", "2025-03-01"),
        bought(2, "20", "2025-03-05"),
        bought(3, "20", "2025-03-07", bank_account_id=CHECKING),
        moved(9, "20", "2025-03-10"),
    ]
    found = match_refunds(rows)
    assert chosen(found) == {9: 2}
    assert "the newest of 3 of that amount" in found[9].reasons


def test_what_one_refund_used_up_is_not_offered_again() -> None:
    rows = [
        bought(1, "20", "2025-03-01"),
        moved(8, "20", "2025-03-05"),
        moved(9, "20", "2025-03-06"),
    ]
    assert chosen(match_refunds(rows)) == {8: 1}
    accepted = replace(rows[1], is_decided=True, account_id=SUPPLIES, refund_of=1)
    assert match_refunds([rows[0], accepted, rows[2]]) == {}
    by_hand = replace(accepted, refund_of=None)
    assert match_refunds([rows[0], by_hand, rows[2]]) == {}
    private = replace(by_hand, account_id=TRAVEL)
    assert chosen(match_refunds([rows[0], private, rows[2]])) == {9: 1}


def test_a_part_is_given_back_twice_and_no_more_than_was_paid() -> None:
    rows = [
        bought(1, "100", "2025-03-01"),
        moved(7, "30", "2025-03-05"),
        moved(8, "60", "2025-03-06"),
        moved(9, "20", "2025-03-07"),
    ]
    found = match_refunds(rows)
    assert chosen(found) == {7: 1, 8: 1}
    assert "a part of it" in found[7].reasons


def test_a_part_of_one_of_several_is_shown_and_none_is_named() -> None:
    rows = [
        bought(1, "100", "2025-03-01"),
        bought(2, "80", "2025-03-03", TRAVEL),
        moved(9, "30", "2025-03-05"),
    ]
    match = match_refunds(rows)[9]
    assert not match.is_sure
    assert [option.account_id for option in match.options] == [TRAVEL, SUPPLIES]
    assert match.reasons == ("a part of one of 2 fits: 80.00 of 2025-03-03, 100.00 of 2025-03-01",)
    agreed = match_refunds([rows[0], replace(rows[1], account_id=SUPPLIES), rows[2]])[9]
    assert [option.account_id for option in agreed.options] == [SUPPLIES]
    assert agreed.options[0].confidence > match.options[0].confidence


def test_too_late_too_much_before_or_elsewhere_is_no_refund() -> None:
    purchase = bought(1, "20", "2025-03-01")
    refund = moved(9, "20", "2025-03-05")
    assert chosen(match_refunds([purchase, refund])) == {9: 1}
    for other in (
        replace(refund, date=dt.date(2025, 6, 30)),
        replace(refund, date=dt.date(2025, 2, 28)),
        replace(refund, amount=Decimal("20.01")),
        replace(refund, currency="EUR"),
        replace(refund, payee_key="lowes", text="lowes"),
        replace(refund, payee_key="", text=""),
    ):
        assert match_refunds([purchase, other]) == {}
    assert 9 in match_refunds([purchase, replace(refund, date=dt.date(2025, 6, 29))])


@pytest.mark.parametrize(
    "text",
    ["home depot refund", "return home depot", "refund from home depot", "home depot storno"],
)
def test_the_words_around_the_payee_do_not_hide_it(text: str) -> None:
    rows = [
        bought(1, "90", "2025-03-01", bank_account_id=CHECKING),
        moved(9, "30", "2025-03-05", text, bank_account_id=CHECKING),
    ]
    assert chosen(match_refunds(rows)) == {9: 1}


def test_a_refund_from_a_longer_name_finds_the_payee() -> None:
    rows = [bought(1, "90", "2025-03-01"), moved(9, "90", "2025-03-05", "home depot online refund")]
    assert chosen(match_refunds(rows)) == {9: 1}


def test_a_customer_who_is_also_paid_gives_no_refund() -> None:
    fee = bought(1, "500", "2025-03-01", text="acme corp", bank_account_id=CHECKING)
    sale = moved(9, "500", "2025-03-05", "acme corp", bank_account_id=CHECKING)
    earlier = [
        moved(5, "800", "2025-02-01", "acme corp", bank_account_id=CHECKING),
        moved(6, "700", "2025-02-11", "acme corp", bank_account_id=CHECKING),
    ]
    assert match_refunds([fee, sale, *earlier]) == {}
    known = replace(earlier[0], is_decided=True, account_id=SALES, is_income=True)
    assert match_refunds([fee, known, sale]) == {}
    said = replace(sale, text="acme corp refund")
    assert chosen(match_refunds([fee, known, said])) == {9: 1}


def test_a_payout_of_the_same_amount_is_a_sale() -> None:
    rows = [
        bought(1, "50", "2025-03-01", text="market hall", bank_account_id=CHECKING),
        moved(9, "50", "2025-03-05", "market hall", bank_account_id=CHECKING),
    ]
    assert match_refunds(rows)[9].options[0].confidence < Decimal("0.7"), "nothing says refund"
    payout = replace(rows[1], text="market hall payout")
    assert match_refunds([rows[0], payout]) == {}
    part = replace(rows[1], amount=Decimal(20))
    assert match_refunds([rows[0], part]) == {}, "a part needs a word or a card"


def test_a_chargeback_takes_back_a_sale() -> None:
    sale = moved(
        1, "300", "2025-03-01", "acme corp", bank_account_id=CHECKING, is_decided=True,
        account_id=SALES, is_income=True,
    )  # fmt: skip
    back = moved(9, "-300", "2025-03-20", "acme corp", bank_account_id=CHECKING)
    assert match_refunds([sale, back]) == {}
    said = replace(back, text="chargeback acme corp")
    assert match_refunds([sale, said])[9].options[0].account_id == SALES


def test_an_undecided_purchase_is_found_without_a_place() -> None:
    rows = [bought(1, "20", "2025-03-01", None), moved(9, "20", "2025-03-05")]
    assert match_refunds(rows)[9].options[0].account_id is None


def test_the_order_of_rows_changes_nothing() -> None:
    chance = random.Random(7)  # noqa: S311
    rows = [bought(n, str(10 + n % 4 * 5), f"2025-03-{n:02}") for n in range(1, 20)]
    rows += [moved(50 + n, str(10 + n % 4 * 5), f"2025-03-{n + 5:02}") for n in range(1, 15)]
    found = match_refunds(rows)
    chance.shuffle(rows)
    assert match_refunds(rows) == found
    used = list(chosen(found).values())
    assert len(used) == len(set(used)) == 14
