"""The weight of words against signs where one amount column is all there is."""

from decimal import Decimal

import pytest

from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.tables.direction import Evidence, weigh


def weighed(*rows: tuple[str, str], **more: object) -> Evidence:
    facts: dict[str, object] = {"header": "Amount", "card": False, "fees": False, **more}
    return weigh([Decimal(a) for a, _ in rows], [t for _, t in rows], **facts)  # type: ignore[arg-type]


def read(*rows: str) -> ParsedFile:
    text = "\n".join(["Date,Description,Amount", *rows])
    return CsvFormat().read(SourceFile("x.csv", text.encode()))


def test_a_card_with_charges_positive_is_turned_round() -> None:
    parsed = read(
        "03/30/2025,STARBUCKS STORE 1234,5.75",
        "03/22/2025,AUTOPAY PAYMENT - THANK YOU,-420.10",
        "03/21/2025,DELTA AIR LINES,389.40",
    )
    assert not parsed.errors
    assert parsed.statements[0].sum == Decimal("24.95")


def test_payment_words_turn_nothing_where_the_other_rows_are_income() -> None:
    found = weighed(
        ("500", "TERMINAL SALES"), ("410", "DEPOSIT"), ("350", "PAYROLL"), ("-300", "AUTOPAY CARD")
    )
    assert found.verdict == "as_printed"


def test_an_account_that_pays_its_card_stays_as_printed() -> None:
    found = weighed(("2000", "PAYROLL MILL"), ("-420", "HARBOR AUTOPAY"), ("-89", "GROCER 4"))
    assert found.verdict == "as_printed"


@pytest.mark.parametrize("words", ["LATE FEE", "INTEREST CHARGE", "CASH ADVANCE", "ATM WITHDRAWAL"])
def test_fees_and_withdrawals_with_a_plus_speak_for_charges_positive(words: str) -> None:
    assert weighed(("35", words), ("12", "UBER TRIP"), ("-60", "PAYMENT")).verdict == "inverted"


def test_a_salary_with_a_minus_and_purchases_with_a_plus_are_turned_round() -> None:
    found = weighed(("-2000", "SALARY"), ("30", "NETFLIX"), ("12", "UBER"), ("-5", "REFUND"))
    assert found.verdict == "inverted"


def test_kinds_of_shops_alone_never_turn_anything() -> None:
    found = weighed(("50", "Harbor Restaurant"), ("42", "Corner Cafe"), ("10", "Grand Hotel"))
    assert found.verdict == "unclear"
    assert found.likelier == "inverted"


def test_a_shop_that_says_thanks_is_no_payment() -> None:
    assert weighed(("-17", "KARTENZAHLUNG BAECKEREI SAGT DANKE")).verdict == "as_printed"
    assert weighed(("-17", "BAKERY THANK YOU")).verdict == "as_printed"


def test_a_mostly_positive_file_without_any_word_is_unclear_from_five_rows_on() -> None:
    names = ["A ALDER", "B BIRCH", "C CEDAR", "D ELM", "E FIR"]
    assert weighed(*(("5", n) for n in names)).verdict == "unclear"
    assert weighed(*(("5", n) for n in names[:4])).verdict == "as_printed"
    assert weighed(*((s, n) for s, n in zip(("5", "-5") * 2, names, strict=False))).printed == 0


def test_one_shop_every_day_is_one_witness() -> None:
    found = weighed(*(("5", f"SQ *CORNER {day}") for day in range(9)))
    assert found.turned == 1
    assert found.verdict == "unclear"


def test_the_name_of_the_column_is_evidence() -> None:
    rows = (("12", "A ALDER"), ("25", "B BIRCH"))
    assert weighed(*rows, header="Debit").verdict == "inverted"
    assert weighed(*rows, header="Charges").verdict == "inverted"
    assert weighed(*rows, header="Credit").printed >= 3
    assert weighed(("-12", "A ALDER"), ("-25", "B BIRCH"), header="Debit").verdict == "as_printed"


def test_a_card_and_a_processor_are_told_by_their_columns() -> None:
    rows = (("12", "A ALDER"), ("25", "B BIRCH"))
    assert weighed(*rows, card=True).verdict == "inverted"
    assert weighed(*rows, fees=True).verdict == "as_printed"


def test_words_that_contradict_the_signs_of_a_balanced_file_are_said() -> None:
    found = weighed(("-20", "DEPOSIT"), ("-30", "SALARY"), ("30", "A"), ("20", "INTEREST PAID"))
    assert found.verdict == "unclear"
    assert "do not agree" in found.why


def test_no_rows_decide_nothing() -> None:
    assert weighed().verdict == "as_printed"


def test_a_business_with_customers_in_and_spending_out_is_as_printed() -> None:
    customers = [
        ("500", f"{name} LTD") for name in ("ALDER", "BIRCH", "CEDAR", "ELM", "FIR", "OAK")
    ]
    spending = [("-30", "FUEL STATION"), ("-12", "NETFLIX")]
    assert weighed(*customers, *spending).verdict == "as_printed"
    assert weighed(*customers).verdict == "unclear"


def test_two_words_among_many_names_turn_nothing() -> None:
    names = [("500", f"CUSTOMER {letter} LTD") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    found = weighed(*names, ("20", "SERVICE CHARGE"), ("30", "BANK FEE"))
    assert found.verdict == "unclear"
