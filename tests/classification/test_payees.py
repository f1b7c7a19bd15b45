"""Payee names out of bank texts, as banks in several countries write them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledgerflow.classification.payees import MAX_LENGTH, fold, normalise


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("PAYPAL *NORTHLAMPCO", "northlampco"),
        ("SQ *SQ *BLUE DOOR BAKERY INC", "blue door bakery"),
        ("TST* JOE'S PIZZA BROOKLYN NY", "joes pizza"),
        ("AMZN MKTP CA*M04QX17B1", "amazon marketplace"),
        ("AMAZON.COM*MT4AB12C3 AMZN.COM/BILL WA", "amazon"),
        ("POS DEBIT VISA 0412 STARBUCKS STORE 09722 SEATTLE WA", "starbucks"),
        ("PURCHASE AUTHORIZED ON 04/12 SHELL OIL 57444212 SAN JOSE CA CARD 1234", "shell oil"),
        ("DEBIT CARD PURCHASE XXXXX1234 HOME DEPOT #6612 CHICAGO IL", "home depot"),
        ("ORIG CO NAME:GUSTO ORIG ID:91388640 DESC DATE:240115 CO ENTRY DESCR:TAX", "gusto"),
        ("GUSTO DES:PAYROLL ID:XXXXX12345 INDN:HARBOR STUDIO CO ID:1 CCD", "gusto payroll"),
        ("CARD PAYMENT TO TESCO PFS 3953,12.34 GBP, RATE 1.00/GBP ON 12-03-2024", "tesco pfs"),
        ("SEPA-Lastschrift Stadtwerke München EREF+123 MREF+456", "stadtwerke munchen"),
        ("Kartenzahlung EDEKA BERLIN 12.03.2024 14:33 Uhr Karte 1234", "edeka"),
        ("EREF+2024-1 SVWZ+Rechnung 1234 Telekom Deutschland GmbH", "telekom deutschland"),
        ("CB CARREFOUR PARIS 12/03", "carrefour"),
        ("www.lamp-house.co.uk", "lamp house"),
        ("ZELLE PAYMENT TO JANE ROE 12345678901", "zelle jane roe"),
        ("2236950 ONTARIO INC", "2236950 ontario"),
        ("7-ELEVEN 33421 DALLAS TX", "7 eleven"),
        ("B&Q 1276", "b & q"),
        ("O2", "o2"),
        ("CHECK 1042", "check"),
        ("UNIVERSITY OF TORONTO", "university of toronto"),
        ("AIR CAN 0142159782361", "air canada"),
        ("747457", ""),
        ("", ""),
    ],
)
def test_the_payee_is_found_in_the_banks_text(text: str, key: str) -> None:
    assert normalise(text).key == key


def test_the_tail_that_decides_is_kept() -> None:
    assert normalise("tesco pfs 2996").key != normalise("tesco stores 2344").key
    assert normalise("COSTCO GAS #0123").key != normalise("COSTCO WHOLESALE W162").key


def test_several_spellings_are_one_payee() -> None:
    for spellings in (
        ("THE HOME DEPOT #7114", "HOME DEPOT 0452", "HOMEDEPOT.COM"),
        ("LONGO S # 14", "LONGO'S # 21", "Longos 5"),
        ("WAL-MART # 3105", "WALMART #1039", "WAL MART 5831"),
        ("FACEBK *QB346BNLA2", "FACEBOOK LJFNW86Y82", "facebk pz9aufarp2"),
        ("tesco stores-2275", "tesco store 2015", "TESCO STORES (6810)"),
        ("Müller Bürobedarf GmbH", "MULLER BUROBEDARF"),
    ):
        assert len({normalise(text).key for text in spellings}) == 1, spellings


def test_a_counterparty_field_goes_before_the_description() -> None:
    assert normalise("INV 4711 SERVICES MARCH", "Harbor Street Studio Ltd").key == (
        "harbor street studio"
    )


def test_a_processor_as_counterparty_gives_way_to_the_description() -> None:
    assert normalise("PAYPAL *NORTHLAMPCO", "PayPal Europe S.a.r.l.").key == "northlampco"


def test_the_name_is_shown_as_people_write_it() -> None:
    assert normalise("THE HOME DEPOT #7114").display == "Home Depot"
    assert normalise("CITY OF BIRMINGHAM").display == "City of Birmingham"


def test_letters_of_other_scripts_survive() -> None:
    assert normalise("ЛАВКА МОСТ 1234").key == "лавка мост"


WORDS = (
    "PAYPAL", "*", "SQ", "*SQ", "TST*", "AMZN", "MKTP", "CA*M04QX17B1", "POS", "DEBIT", "#123",
    "STORE", "0042", "the", "&", "and", "ltd", "inc", "WA", "ca", "toronto", "new", "york",
    "12/03", "12.34", "EUR", "air", "can", "canada", "uber", "trip", "x", "s", "a", "b", "b2",
    "9qg", "www.", "shop.co.uk", ".com/bill", "svwz+", "/name/", "ref", "77a91", "card",
    "xxxx1234", "home", "depot", "Müller", "l'Épée", "stores", "sto", "wal", "mart", "zelle",
    "payment", "to",
)  # fmt: skip

PIECES = st.lists(
    st.sampled_from(WORDS),
    max_size=9,
).map(" ".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=80), PIECES))
@example("the the & s s inc inc")
@example("amz amazon amazon")
@example("ŉ ß İ ﬃ")
def test_normalising_a_shown_name_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once.display).key == once.key
    assert normalise(once.key) == once


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_very_long_text_is_cut_not_choked_on() -> None:
    assert normalise("NORTH LAMP " + "X9" * 5_000).key.startswith("north lamp")
    assert len(normalise("a b" * 5_000).key) <= MAX_LENGTH
