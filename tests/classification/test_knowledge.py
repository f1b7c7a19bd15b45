"""Shipped knowledge of payees and words."""

import datetime as dt
import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.knowledge import (
    MAX_PRIOR,
    classify_by_knowledge,
    rank_by_knowledge,
    shipped_knowledge,
)
from ledgerflow.classification.payees import normalise

STANDARD_KEYS = frozenset((
    "sales", "returns_allowances", "other_income", "interest_income", "purchases",
    "advertising", "car_truck", "commissions_fees", "contract_labor", "employee_benefits",
    "insurance", "interest_mortgage", "interest_other", "legal_professional", "office_expense",
    "pension_plans", "rent_equipment", "rent_property", "repairs_maintenance", "supplies",
    "taxes_licenses", "travel", "meals", "utilities", "telephone_internet", "wages",
    "bank_fees", "software_subscriptions", "education_training", "dues_memberships",
    "postage_shipping", "owner_contribution", "owner_draw", "sales_tax_payable",
    "payroll_liabilities", "loan_payable", "transfers_clearing", "equipment",
))  # fmt: skip


def facts(
    text: str, amount: str = "-20", kind: str = "card", bank_type: str = ""
) -> TransactionFacts:
    return TransactionFacts(
        1, 1, kind, dt.date(2025, 3, 2), Decimal(amount), "USD", text, bank_type=bank_type
    )


@pytest.mark.parametrize(
    ("text", "amount", "key"),
    [
        ("SHELL OIL 57444212 SAN JOSE CA", "-40", "car_truck"),
        ("tesco pfs 3953", "-40", "car_truck"),
        ("tesco stores 2344", "-40", "owner_draw"),
        ("STARBUCKS STORE 09722", "-6", "meals"),
        ("VERIZON WIRELESS 8005551212", "-90", "telephone_internet"),
        ("ADOBE *CREATIVE CLOUD", "-60", "software_subscriptions"),
        ("STAPLES #228", "-30", "office_expense"),
        ("USPS PO 1234560012", "-9", "postage_shipping"),
        ("MONTHLY MAINTENANCE FEE", "-12", "bank_fees"),
        ("INTEREST PAID", "1.20", "interest_income"),
        ("INTEREST CHARGE ON PURCHASES", "-8", "interest_other"),
        ("Kontoführungsgebühr März", "-4.90", "bank_fees"),
        ("Lohn/Gehalt März", "-1800", "wages"),
        ("MIETE BÜRO APRIL", "-900", "rent_property"),
        ("HOTEL SONNENHOF", "-120", "travel"),
        ("STRIPE TRANSFER", "412.55", "sales"),
        ("ATM WITHDRAWAL 004512", "-200", "owner_draw"),
        ("HMRC VAT", "-2000", "sales_tax_payable"),
    ],
)
def test_well_known_texts(text: str, amount: str, key: str) -> None:
    answers = rank_by_knowledge(facts(text, amount), normalise(text))
    assert answers[0].account_key == key, answers
    assert answers[0].reasons
    assert len({a.account_key for a in answers}) == len(answers) <= 4


def test_an_unknown_payee_stays_unknown() -> None:
    assert classify_by_knowledge(facts("ZQX BLORP"), normalise("ZQX BLORP")) is None


def test_words_match_whole_only() -> None:
    assert classify_by_knowledge(facts("COFFEEHOUSEX"), normalise("COFFEEHOUSEX")) is None


def test_a_general_word_is_less_sure_than_a_name() -> None:
    word = classify_by_knowledge(facts("RIVERSIDE GRILL"), normalise("RIVERSIDE GRILL"))
    name = classify_by_knowledge(facts("SHELL"), normalise("SHELL"))
    assert word is not None
    assert name is not None
    assert word.confidence < Decimal("0.40") < name.confidence


def test_private_looking_spending_says_so_and_is_not_sure() -> None:
    answer = classify_by_knowledge(facts("NETFLIX.COM"), normalise("NETFLIX.COM"))
    assert answer is not None
    assert answer.account_key == "owner_draw"
    assert answer.confidence <= Decimal("0.30")
    assert "looks like private spending" in answer.reasons


def test_the_trade_decides_what_groceries_are() -> None:
    payee = normalise("KROGER #412")
    kitchen = classify_by_knowledge(facts("KROGER #412"), payee, industry="restaurant")
    assert kitchen is not None
    assert kitchen.account_key == "purchases"


def test_a_refund_goes_back_to_the_same_account_with_less_confidence() -> None:
    paid = classify_by_knowledge(facts("STAPLES #228"), normalise("STAPLES #228"))
    back = classify_by_knowledge(facts("STAPLES #228", "30"), normalise("STAPLES #228"))
    assert paid is not None
    assert back is not None
    assert back.account_key == paid.account_key
    assert back.confidence < paid.confidence


def test_a_payment_on_a_card_is_a_transfer_but_not_on_a_current_account() -> None:
    text = "PAYMENT - THANK YOU"
    on_card = classify_by_knowledge(facts(text, "500"), normalise(text))
    elsewhere = classify_by_knowledge(facts(text, "500", kind="checking"), normalise(text))
    assert on_card is not None
    assert on_card.account_key == "transfers_clearing"
    assert elsewhere is None or elsewhere.account_key != "transfers_clearing"


def test_the_banks_own_type_counts() -> None:
    answer = classify_by_knowledge(facts("X1", "-3", bank_type="SRVCHG"), normalise("X1"))
    assert answer is not None
    assert answer.account_key == "bank_fees"


def test_every_shipped_account_is_a_standard_account_and_every_prior_below_the_bar() -> None:
    folder = files("ledgerflow.classification") / "knowledge"
    used: set[str] = set()
    ids: list[str] = []
    for name in ("merchants.toml", "keywords.toml"):
        data = tomllib.loads((folder / name).read_text("utf-8"))
        for group in [*data["group"], *data.get("bank_type", ())]:
            industries = group.get("industries", {})
            used |= {group["account"], *group.get("also", ())}
            used |= set(industries.values()) if isinstance(industries, dict) else set()
            ids.append(f"{name}:{group['id']}")
    assert used <= STANDARD_KEYS
    assert len(ids) == len(set(ids))
    known = shipped_knowledge()
    assert len(known.names) >= 400
    assert "" not in known.names
    assert all(e.prior <= MAX_PRIOR for entries in known.names.values() for e in entries)
