"""Shipped knowledge of payees and words."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.knowledge import (
    MAX_PRIOR,
    classify_by_knowledge,
    rank_by_knowledge,
)
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped import finding
from ledgerflow.classification.shipped.brands import NO_BRANDS

KNOWN = """
SHELL OIL 57444212 SAN JOSE CA|car_truck
SHELL SERVICE STATION 884 LEEDS|car_truck
EXXONMOBIL 47819234 HOUSTON TX|car_truck
TESCO PFS 3953|car_truck
PILOT TRAVEL CENTER #412|car_truck
BP CONNECT M6 SOUTH|car_truck
ARAL STATION 21334 KOELN|car_truck
PETRO-CANADA 09312 TORONTO ON|car_truck
RINGGO PARKING LONDON|car_truck
PAYBYPHONE *PARKING 4412|car_truck
E-ZPASS NY REBILL|car_truck
KWIK FIT 0221 READING|car_truck
O'REILLY AUTO #2219|car_truck
DART CHARGE 0300 3000120|car_truck
UNITED AIRLINES 0162341178|travel
LUFTHANSA 2203344556|travel
RYANAIR 224000123|travel
MARRIOTT CHICAGO DOWNTOWN|travel
PREMIER INN 44019876|travel
HOLIDAY INN EXPRESS GATWI|travel
AIRBNB * HMQ2X3T|travel
UBER *TRIP HELP.UBER.COM|travel
LYFT *RIDE SUN 8PM|travel
TRAINLINE.COM LONDON|travel
DB VERTRIEB GMBH|travel
AMTRAK 2150445678|travel
HERTZ RENT A CAR 33|travel
SIXT RENT DUESSELDORF|travel
STARBUCKS STORE 09722|meals
SQ *BLUE BOTTLE COFFEE|meals
MCDONALD'S F11234|meals
TIM HORTONS #2934|meals
PRET A MANGER 0221|meals
DOORDASH*CHIPOTLE|meals
LIEFERANDO.DE|meals
ADOBE *CREATIVE CLOUD|software_subscriptions
MICROSOFT*365 P1|software_subscriptions
GOOGLE *GSUITE_acme|software_subscriptions
PAYPAL *CANVA|software_subscriptions
SLACK T04GH5|software_subscriptions
ZOOM.US 888-799-9666|software_subscriptions
INTUIT *QUICKBOOKS ONLINE|software_subscriptions
XERO UK INV-33221|software_subscriptions
LEXOFFICE HAUFE|software_subscriptions
DIGITALOCEAN.COM|software_subscriptions
AMAZON WEB SERVICES AWS.AMAZON.CO|software_subscriptions
HETZNER ONLINE GMBH RG-88123|software_subscriptions
NAME-CHEAP.COM* 8KQ2|software_subscriptions
SHOPIFY* 123456789|software_subscriptions
FACEBK ADS X8Y7Z|advertising
GOOGLE ADS 5522334455|advertising
MAILCHIMP *MONTHLY|advertising
VERIZON WIRELESS 8005551212|telephone_internet
COMCAST CABLE COMM|telephone_internet
VODAFONE LTD|telephone_internet
TELEKOM DEUTSCHLAND GMBH|telephone_internet
ROGERS WIRELESS 8883331|telephone_internet
DUKE ENERGY BILL PAY|utilities
BRITISH GAS BUSINESS|utilities
THAMES WATER 900123|utilities
STADTWERKE MUENCHEN|utilities
STATE FARM INSURANCE|insurance
HISCOX INC|insurance
HUK-COBURG VERSICHERUNG|insurance
GUSTO PAYROLL 6SEMK|wages
ADP PAYROLL FEES|wages
UPWORK -4412233ESCROW|contract_labor
FIVERR EU|contract_labor
USPS PO 1234560012|postage_shipping
FEDEX 778812345678|postage_shipping
UPS*0000X1Y2Z3|postage_shipping
DEUTSCHE POST FILIALE 12|postage_shipping
ROYAL MAIL GROUP|postage_shipping
STAPLES #228|office_expense
OFFICE DEPOT 1170|office_expense
VIKING DIRECT 8822|office_expense
THE HOME DEPOT #7114|repairs_maintenance
LOWES #02640*|repairs_maintenance
SCREWFIX DIR 0221|repairs_maintenance
OBI BAU- UND HEIMWERKERMARKT|repairs_maintenance
GRAINGER 8812|supplies
ULINE *SHIP SUPPLIES|supplies
H&R BLOCK #3321|legal_professional
LEGALZOOM* INC 888|legal_professional
UDEMY: ONLINE COURSES|education_training
COURSERA INC|education_training
CHAMBER OF COMMERCE DUES|dues_memberships
UNITED RENTALS 4412|rent_equipment
U-HAUL MOVING & STORAGE|rent_equipment
WEWORK 115 BROADWAY|rent_property
PUBLIC STORAGE 24411|rent_property
TESCO STORES 2344|owner_draw
NETFLIX.COM|owner_draw
ALDI SUED SAGT DANKE|owner_draw
WM SUPERCENTER WALMART|supplies
AMZN MKTP US*2K4LO9|supplies
HOMEDEPOT.COM 8004663337|repairs_maintenance
WWW.INMOTIONHOSTING.COM|software_subscriptions
""".strip().splitlines()
"""Texts as banks write them, and the account that they belong to, on a card in dollars."""


@pytest.fixture(autouse=True)
def without_brands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brands are fetched: what is tested here must hold without them."""
    monkeypatch.setattr(finding, "shipped_brands", lambda: NO_BRANDS)


@pytest.mark.parametrize("line", KNOWN)
def test_a_real_looking_text_is_known(line: str) -> None:
    text, key = line.split("|")
    answers = rank_by_knowledge(facts(text, "-40"), normalise(text))
    assert answers[0].account_key == key, answers
    assert answers[0].confidence <= MAX_PRIOR


def test_the_texts_are_many() -> None:
    assert len(set(KNOWN)) >= 80


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


def test_a_trade_written_by_a_person_is_understood() -> None:
    text = "RIVERSIDE LUMBER YARD"
    carpenter = classify_by_knowledge(facts(text), normalise(text), industry="Carpentry & joinery")
    anyone = classify_by_knowledge(facts(text), normalise(text))
    assert carpenter is not None
    assert anyone is not None
    assert (carpenter.account_key, anyone.account_key) == ("purchases", "repairs_maintenance")


def test_an_answer_names_its_entry_and_the_datas_version() -> None:
    answer = classify_by_knowledge(facts("ADOBE"), normalise("ADOBE"))
    assert answer is not None
    assert (answer.source, answer.source_ref) == ("knowledge", "software")
    assert answer.version.startswith("merchants-")


def test_a_decision_of_the_business_overrules_shipped_knowledge() -> None:
    """It is a prior below every bar: any remembered decision of the business is surer."""
    known = [rank_by_knowledge(facts(line.split("|")[0]), normalise(line.split("|")[0]))
             for line in KNOWN]  # fmt: skip
    assert max(answers[0].confidence for answers in known) <= MAX_PRIOR < Decimal("0.95")
