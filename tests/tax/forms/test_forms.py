"""Schedule C by year: what is the same, what differs, and what is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.charts import chart_get
from ledgerflow.tax.forms import FORMS, TaxForm, form_get, form_years
from ledgerflow.tax.forms.form import TaxLine, form_faults

ENERGY = "Energy efficient commercial buildings"
OTHER = "Other expenses (line 48)"


@pytest.mark.parametrize(
    ("year", "line_27"),
    [
        (2022, {"27a": OTHER}),
        (2023, {"27a": OTHER, "27b": ENERGY}),
        (2024, {"27a": ENERGY, "27b": OTHER}),
        (2025, {"27a": ENERGY, "27b": OTHER}),
    ],
)
def test_lines_27a_and_27b_are_what_the_year_prints(year: int, line_27: dict[str, str]) -> None:
    form = form_get("schedule_c", year)
    assert {i.id: i.label for i in form.lines if i.id.startswith("27")} == line_27
    total = [i for _, i in form.line("28").formula]
    assert [i for i in total if i.startswith("27")] == list(line_27)


def test_every_expense_line_is_in_the_total_once() -> None:
    form = form_get("schedule_c", 2025)
    total = [i for _, i in form.line("28").formula]
    printed = [i.id for i in form.lines if i.part == "II"]
    assert total == printed[: printed.index("28")]


def test_restaurant_meals_have_their_own_rate_only_in_2022() -> None:
    assert form_get("schedule_c", 2022).line("24b-r").deductible_percent == 100
    for year in (2022, 2023, 2024, 2025):
        assert form_get("schedule_c", year).line("24b").deductible_percent == 50
    with pytest.raises(KeyError):
        form_get("schedule_c", 2023).line("24b-r")


@pytest.mark.parametrize(
    ("year", "rates", "threshold"),
    [
        (2022, ["0.585", "0.625"], 600),
        (2023, ["0.655"], 600),
        (2024, ["0.67"], 600),
        (2025, ["0.70"], 600),
        (2026, ["0.725"], 2000),
    ],
)
def test_rates_and_thresholds_of_each_year(year: int, rates: list[str], threshold: int) -> None:
    facts = form_get("schedule_c", year, draft=True).facts
    assert [r.rate for r in facts.mileage_rates] == [Decimal(r) for r in rates]
    assert facts.form_1099_nec_threshold == threshold


@pytest.mark.parametrize("year", [2019, 2021, 2026, 2031])
def test_an_unknown_year_is_refused_and_says_which_are_known(year: int) -> None:
    with pytest.raises(InputError, match=f"{year}.*2022 to 2025") as caught:
        form_get("schedule_c", year)
    assert "draft" in caught.value.hint


@pytest.mark.parametrize("year", [2021, 2026, 2031])
def test_a_draft_of_an_unknown_year_is_the_latest_layout_and_says_so(year: int) -> None:
    form = form_get("schedule_c", year, draft=True)
    assert (form.year, form.draft) == (year, True)
    assert form.title.endswith("draft")
    assert form.line("27b").label == OTHER


def test_asking_for_a_draft_of_a_known_year_gives_the_real_form() -> None:
    assert form_get("schedule_c", 2024, draft=True).draft is False


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(InputError, match='no tax form called "schedule_z"'):
        form_get("schedule_z", 2024, draft=True)
    assert form_years("schedule_z") == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.id}-{f.year}")
def test_every_income_and_expense_account_of_the_us_chart_reaches_a_line(form: TaxForm) -> None:
    accounts = chart_get("us_sole_proprietor").accounts
    keys = {a.key for a in accounts if a.type in ("income", "expense") and not a.is_heading}
    assert keys - set(form.default_mapping) == {"non_deductible"}
    assert set(form.default_mapping) <= keys


@pytest.mark.parametrize(
    ("line_id", "code"),
    [("1", "N293"), ("8", "N304"), ("11", "N685"), ("24b", "N294"), ("48", "N302")],
)
def test_lines_carry_their_exchange_codes(line_id: str, code: str) -> None:
    for form in FORMS:
        assert form.line(line_id).txf == code


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.id}-{f.year}")
def test_no_exchange_code_is_used_on_two_lines(form: TaxForm) -> None:
    codes = [line.txf for line in form.lines if line.txf]
    assert len(codes) == len(set(codes))


def test_a_form_that_could_not_be_computed_is_refused() -> None:
    form = form_get("schedule_c", 2025)
    circle = TaxLine("1", "I", "Gross receipts", "computed", formula=((1, "3"),))
    with pytest.raises(ValueError, match="sales cannot go to line 1"):
        replace(form, lines=(circle, *form.lines[1:]))
    with pytest.raises(ValueError, match="lines 1 -> 3 -> 1 go in a circle"):
        replace(form, lines=(circle, *form.lines[1:]), default_mapping={})
    with pytest.raises(ValueError, match=r"line 4 refers to the missing 42"):
        replace(form, lines=tuple(i for i in form.lines if i.id != "42"))
    with pytest.raises(ValueError, match="a line id is used twice"):
        replace(form, lines=(*form.lines, form.lines[0]))
    assert form_faults(form) == []
