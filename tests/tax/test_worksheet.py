"""Schedule C filled in: a worked example by hand, the years' differences, and arithmetic."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.core.money import round_whole
from ledgerflow.tax.forms import FORMS, TaxForm, form_get
from ledgerflow.tax.worksheet import WorksheetResult, worksheet

FORM = form_get("schedule_c", 2025)

# A small maker of shelves, added up by hand on paper.
BOOKS = {
    "1": Decimal("84250.40"),
    "2": Decimal("1250.15"),
    "6": Decimal("310.55"),
    "8": Decimal("1210.00"),
    "11": Decimal("4800.00"),
    "15": Decimal("912.30"),
    "17": Decimal("650.00"),
    "18": Decimal("433.27"),
    "20b": Decimal("9600.00"),
    "24a": Decimal("1844.90"),
    "24b": Decimal("613.45"),
    "25": Decimal("1380.00"),
    "36": Decimal("18400.00"),
    "48": Decimal("1527.49"),
}
INPUTS = {
    "13": Decimal("2100"),
    "30": Decimal("1500"),
    "35": Decimal("3000"),
    "41": Decimal("4150.50"),
}

BY_HAND = {
    "3": Decimal("83000.25"),  # 84,250.40 - 1,250.15
    "40": Decimal("21400.00"),  # 3,000 + 18,400
    "42": Decimal("17249.50"),  # 21,400 - 4,150.50
    "4": Decimal("17249.50"),
    "5": Decimal("65750.75"),  # 83,000.25 - 17,249.50
    "7": Decimal("66061.30"),  # + 310.55
    "24b": Decimal("306.73"),  # half of 613.45 is 306.725
    "28": Decimal("24764.69"),
    "29": Decimal("41296.61"),
    "31": Decimal("39796.61"),  # - 1,500 home office
}


def filled(year: int = 2025, **books: str) -> WorksheetResult[str]:
    """A worksheet with single lines, written line_8="100.00"."""
    amounts = {key.removeprefix("line_"): Decimal(value) for key, value in books.items()}
    return worksheet(form_get("schedule_c", year), amounts, {})


def test_the_worked_example_comes_out_as_by_hand() -> None:
    result: WorksheetResult[str] = worksheet(FORM, BOOKS, INPUTS)
    assert {line_id: result.amount(line_id) for line_id in BY_HAND} == BY_HAND
    assert result.line("31").whole == 39797


def test_meals_show_the_full_bill_and_the_deductible_half() -> None:
    meals = filled(line_24b="613.45").line("24b")
    assert (meals.gross, meals.amount, meals.whole) == (Decimal("613.45"), Decimal("306.73"), 307)


def test_restaurant_meals_of_2022_are_deductible_in_full_inside_line_24b() -> None:
    books = {"24b": Decimal("100.00"), "24b-r": Decimal("80.00")}
    result: WorksheetResult[str] = worksheet(form_get("schedule_c", 2022), books, {})
    assert result.amount("24b") == Decimal("130.00")
    assert result.amount("28") == Decimal("130.00")


@pytest.mark.parametrize(("year", "line"), [(2022, "27a"), (2023, "27a"), (2024, "27b")])
def test_other_expenses_land_on_the_years_own_line(year: int, line: str) -> None:
    result = filled(year, line_48="99.50")
    assert result.amount(line) == Decimal("99.50")
    assert result.amount("28") == Decimal("99.50")


@pytest.mark.parametrize(("year", "line"), [(2023, "27b"), (2024, "27a"), (2025, "27a")])
def test_the_energy_deduction_is_entered_on_the_years_own_line(year: int, line: str) -> None:
    form = form_get("schedule_c", year)
    result: WorksheetResult[str] = worksheet(form, {}, {line: Decimal("500")})
    assert (result.amount("28"), result.amount("31")) == (500, -500)


def test_what_a_person_enters_replaces_the_books_and_is_said() -> None:
    result = worksheet(FORM, {"9": Decimal("812.40")}, {"9": Decimal("1400.00")}, {"9": ["fuel"]})
    line = result.line("9")
    assert (line.amount, line.origin, line.sources) == (Decimal("1400.00"), "input", ())
    assert result.notes == ("Line 9: 1400.00 entered replaces 812.40 booked.",)


def test_depreciation_in_the_books_counts_until_one_is_entered() -> None:
    assert filled(line_13="700.00").line("13").origin == "accounts"
    assert filled(line_13="700.00").amount("28") == Decimal("700.00")


def test_miles_are_kept_and_reach_no_sum() -> None:
    result: WorksheetResult[str] = worksheet(FORM, {}, {"44a": Decimal("1200")})
    assert (result.amount("44a"), result.amount("28")) == (1200, 0)


def test_a_home_office_above_the_profit_is_pointed_out() -> None:
    result: WorksheetResult[str] = worksheet(FORM, {"1": Decimal(1000)}, {"30": Decimal(1500)})
    assert "Line 30: 1500.00 is more than line 29 (1000.00) allows." in result.notes


def test_whole_dollars_that_do_not_add_up_are_pointed_out() -> None:
    result = filled(line_8="10.50", line_22="10.50")
    assert (result.line("8").whole, result.line("22").whole, result.line("28").whole) == (
        *(11, 11, 21),
    )
    assert "Line 28: 21 from cents; its rounded lines make 22." in result.notes


def test_a_total_can_be_opened_down_to_every_source() -> None:
    books = {"1": Decimal(100), "2": Decimal(10), "8": Decimal(5)}
    result = worksheet(FORM, books, {}, {"1": ["sales"], "2": ["refunds"], "8": ["ads"]})
    assert result.line("1").sources == ("sales",)
    assert result.sources_under("3") == ("sales", "refunds")
    assert result.sources_under("31") == ("sales", "refunds", "ads")


def test_a_draft_says_that_it_is_one() -> None:
    form = form_get("schedule_c", 2026, draft=True)
    result: WorksheetResult[str] = worksheet(form, {}, {})
    assert result.notes[0].startswith("Draft: the layout of 2026 is not known")


@pytest.mark.parametrize(
    ("amounts", "inputs", "reason"),
    [
        ({"99": Decimal(1)}, {}, "line 99 is not on the form"),
        ({"28": Decimal(1)}, {}, "line 28 takes no amount from the books"),
        ({"44a": Decimal(1)}, {}, "line 44a takes no amount from the books"),
        ({}, {"31": Decimal(1)}, "line 31 is not entered by hand"),
        ({}, {"8": Decimal(1)}, "line 8 is not entered by hand"),
        ({}, {"13": Decimal(-5)}, "line 13 has -5, which is below zero"),
        ({"8": Decimal("NaN")}, {}, "line 8 has Decimal"),
        ({"8": 1.5}, {}, "line 8 has 1.5, which is not a decimal amount"),
    ],
)
def test_an_amount_that_has_no_place_is_refused(
    amounts: dict[str, Decimal], inputs: dict[str, Decimal], reason: str
) -> None:
    with pytest.raises(InputError) as caught:
        worksheet(FORM, amounts, inputs)
    assert reason in caught.value.message


CENTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def books_of(form: TaxForm) -> st.SearchStrategy[dict[str, Decimal]]:
    """Any amounts on the lines that take them."""
    ids = [line.id for line in form.lines if line.takes_accounts]
    return st.dictionaries(st.sampled_from(ids), CENTS)


FILLED = st.sampled_from(FORMS).flatmap(lambda f: st.tuples(st.just(f), books_of(f)))


@given(FILLED)
def test_profit_is_income_less_what_is_deducted(case: tuple[TaxForm, dict[str, Decimal]]) -> None:
    form, books = case
    result: WorksheetResult[str] = worksheet(form, books, {})
    amount = result.amount
    goods = sum((amount(i) for i in ("35", "36", "37", "38", "39")), Decimal(0)) - amount("41")
    costs = [str(n) for n in range(8, 16)] + ["16a", "16b", "17", "18", "19", "20a", "20b"]
    costs += ["21", "22", "23", "24a", "24b", "25", "26", "48"]
    energy = {2022: Decimal(0), 2023: books.get("27b", Decimal(0))}.get(
        form.year, books.get("27a", Decimal(0))
    )
    spent = sum((amount(i) for i in costs), energy)
    assert amount("31") == amount("1") - amount("2") - goods + amount("6") - spent - amount("30")


@given(FILLED)
def test_every_line_is_rounded_from_its_own_cents(case: tuple[TaxForm, dict[str, Decimal]]) -> None:
    form, books = case
    result: WorksheetResult[str] = worksheet(form, books, {})
    for line in result.lines:
        if line.amount is not None:
            assert line.whole == round_whole(line.amount)
            assert line.amount == round(line.amount, 2)
