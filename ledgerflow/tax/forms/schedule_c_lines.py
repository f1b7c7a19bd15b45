"""Schedule C (Form 1040): the lines that all years share and the builder of one year's form.

Here: everything that did not change from 2022 on. Not here: what differs by year, which each
schedule_c_<year>.py hands in as data (the lines 27a and 27b, meals, facts).
Source: the form and its instructions, and the TXF reference numbers of the Tax Exchange Format.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerflow.tax.forms.form import TaxForm, TaxLine
from ledgerflow.tax.forms.year_facts import YearFacts

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "I": "Income",
        "II": "Expenses",
        "III": "Cost of goods sold",
        "IV": "Information on your vehicle",
        "V": "Other expenses",
    }
)

MAPPING: Mapping[str, str] = MappingProxyType(
    {
        "sales": "1",
        "returns_allowances": "2",
        "other_income": "6",
        "interest_income": "6",
        "advertising": "8",
        "car_truck": "9",
        "commissions_fees": "10",
        "contract_labor": "11",
        "depreciation": "13",
        "employee_benefits": "14",
        "insurance": "15",
        "interest_mortgage": "16a",
        "interest_other": "16b",
        "legal_professional": "17",
        "office_expense": "18",
        "postage_shipping": "18",
        "pension_plans": "19",
        "rent_equipment": "20a",
        "rent_property": "20b",
        "repairs_maintenance": "21",
        "supplies": "22",
        "taxes_licenses": "23",
        "travel": "24a",
        "meals": "24b",
        "utilities": "25",
        "telephone_internet": "25",
        "wages": "26",
        "purchases": "36",
        "cost_of_labor": "37",
        "cost_of_materials": "38",
        "cost_other": "39",
        "bank_fees": "48",
        "software_subscriptions": "48",
        "education_training": "48",
        "dues_memberships": "48",
        "bad_debts": "48",
        "other_expenses": "48",
    }
)
"""Account key -> line. Keys that are missing on purpose (not deductible) reach no line."""

RESTAURANT_MEALS = "24b-r"
"""The part of line 24b with a percentage of its own, in the years that have one."""

PLUS, MINUS = 1, -1


def _plus(*line_ids: str) -> tuple[tuple[int, str], ...]:
    return tuple((PLUS, i) for i in line_ids)


def _difference(first: str, second: str) -> tuple[tuple[int, str], ...]:
    return ((PLUS, first), (MINUS, second))


def _income() -> tuple[TaxLine, ...]:
    return (
        TaxLine("1", "I", "Gross receipts or sales", "from_accounts", -1, txf="N293"),
        TaxLine("2", "I", "Returns and allowances", "from_accounts", txf="N296"),
        TaxLine("3", "I", "Line 1 less line 2", "computed", formula=_difference("1", "2")),
        TaxLine("4", "I", "Cost of goods sold (line 42)", "computed", formula=_plus("42")),
        TaxLine("5", "I", "Gross profit", "computed", formula=_difference("3", "4")),
        TaxLine("6", "I", "Other income", "from_accounts", -1, txf="N303"),
        TaxLine("7", "I", "Gross income", "computed", formula=_plus("5", "6")),
    )


def _expenses(facts: YearFacts, line_27: tuple[TaxLine, ...]) -> tuple[TaxLine, ...]:
    return (
        TaxLine("8", "II", "Advertising", "from_accounts", txf="N304"),
        TaxLine(
            *("9", "II", "Car and truck expenses", "input"),
            txf="N306",
            note="Standard mileage, when entered, replaces the actual costs in the books.",
        ),
        TaxLine("10", "II", "Commissions and fees", "from_accounts", txf="N307"),
        TaxLine("11", "II", "Contract labor", "from_accounts", txf="N685"),
        TaxLine("12", "II", "Depletion", "input", txf="N309"),
        TaxLine(
            *("13", "II", "Depreciation and section 179", "input"),
            note="From Form 4562; entered, never computed here.",
        ),
        TaxLine("14", "II", "Employee benefit programs", "from_accounts", txf="N308"),
        TaxLine("15", "II", "Insurance (other than health)", "from_accounts", txf="N310"),
        TaxLine("16a", "II", "Interest: mortgage", "from_accounts", txf="N311"),
        TaxLine("16b", "II", "Interest: other", "from_accounts", txf="N312"),
        TaxLine("17", "II", "Legal and professional services", "from_accounts", txf="N298"),
        TaxLine("18", "II", "Office expense", "from_accounts", txf="N313"),
        TaxLine("19", "II", "Pension and profit-sharing plans", "from_accounts", txf="N314"),
        TaxLine("20a", "II", "Rent: vehicles, equipment", "from_accounts", txf="N299"),
        TaxLine("20b", "II", "Rent: other business property", "from_accounts", txf="N300"),
        TaxLine("21", "II", "Repairs and maintenance", "from_accounts", txf="N315"),
        TaxLine("22", "II", "Supplies", "from_accounts", txf="N301"),
        TaxLine("23", "II", "Taxes and licenses", "from_accounts", txf="N316"),
        TaxLine("24a", "II", "Travel", "from_accounts", txf="N317"),
        *_meals(facts),
        TaxLine("25", "II", "Utilities", "from_accounts", txf="N318"),
        TaxLine("26", "II", "Wages", "from_accounts", txf="N297"),
        *line_27,
        TaxLine("28", "II", "Total expenses", "computed", formula=_total_formula(line_27)),
        TaxLine("29", "II", "Tentative profit or loss", "computed", formula=_difference("7", "28")),
        TaxLine(
            *("30", "II", "Business use of your home", "input"),
            note="From Form 8829 or the simplified method; cannot create or increase a loss.",
            not_above="29",
        ),
        TaxLine("31", "II", "Net profit or loss", "computed", formula=_difference("29", "30")),
        TaxLine("32a", "II", "All investment is at risk", "answer", note="Only with a loss."),
        TaxLine("32b", "II", "Some investment is not at risk", "answer", note="Only with a loss."),
    )


def _meals(facts: YearFacts) -> tuple[TaxLine, ...]:
    """Line 24b, and in years with a better rate for restaurants the part of it that has it."""
    label = "Deductible meals"
    base = TaxLine(
        *("24b", "II", label, "from_accounts"),
        deductible_percent=facts.meals_percent,
        txf="N294",
    )
    if facts.restaurant_meals_percent == facts.meals_percent:
        return (base,)
    part = TaxLine(
        *(RESTAURANT_MEALS, "II", "of line 24b: meals from restaurants", "from_accounts"),
        deductible_percent=facts.restaurant_meals_percent,
        note="Goes into line 24b; not a line of its own on the form.",
    )
    with_part = TaxLine(
        *("24b", "II", label, "from_accounts"),
        deductible_percent=facts.meals_percent,
        formula=_plus(part.id),
        txf="N294",
        note="Meals from restaurants have their own percentage this year.",
    )
    return (part, with_part)


def _total_formula(line_27: tuple[TaxLine, ...]) -> tuple[tuple[int, str], ...]:
    """Lines 8 to 27b, as this year has them."""
    single = [str(n) for n in range(8, 16)]
    rest = ["16a", "16b", "17", "18", "19", "20a", "20b", "21", "22", "23", "24a", "24b"]
    return _plus(*single, *rest, "25", "26", *(line.id for line in line_27))


def _goods() -> tuple[TaxLine, ...]:
    return (
        TaxLine("33", "III", "Method used to value closing inventory", "answer"),
        TaxLine("34", "III", "Change in valuing inventory", "answer"),
        TaxLine("35", "III", "Inventory at the beginning of the year", "input"),
        TaxLine("36", "III", "Purchases less personal use", "from_accounts", txf="N493"),
        TaxLine("37", "III", "Cost of labor", "from_accounts", txf="N494"),
        TaxLine("38", "III", "Materials and supplies", "from_accounts", txf="N495"),
        TaxLine("39", "III", "Other costs", "from_accounts", txf="N496"),
        TaxLine(
            *("40", "III", "Lines 35 to 39", "computed"),
            formula=_plus("35", "36", "37", "38", "39"),
        ),
        TaxLine("41", "III", "Inventory at the end of the year", "input"),
        TaxLine("42", "III", "Cost of goods sold", "computed", formula=_difference("40", "41")),
    )


def _vehicle_and_other() -> tuple[TaxLine, ...]:
    return (
        TaxLine("43", "IV", "Vehicle placed in service", "answer"),
        TaxLine("44a", "IV", "Business miles", "input", unit="miles"),
        TaxLine("44b", "IV", "Commuting miles", "input", unit="miles"),
        TaxLine("44c", "IV", "Other miles", "input", unit="miles"),
        TaxLine("45", "IV", "Vehicle available for personal use", "answer"),
        TaxLine("46", "IV", "Another vehicle for personal use", "answer"),
        TaxLine("47a", "IV", "Evidence for the deduction", "answer"),
        TaxLine("47b", "IV", "Evidence is written", "answer"),
        TaxLine(
            *("48", "V", "Total other expenses", "from_accounts"),
            txf="N302",
            note="Each account behind it is one row of Part V.",
        ),
    )


def other_expenses_line(line_id: str) -> TaxLine:
    """The line of Part II that takes Part V's total; its id differs by year."""
    return TaxLine(line_id, "II", "Other expenses (line 48)", "computed", formula=_plus("48"))


def energy_line(line_id: str) -> TaxLine:
    """Energy efficient commercial buildings deduction; its id differs by year."""
    return TaxLine(
        *(line_id, "II", "Energy efficient commercial buildings", "input"),
        note="From Form 7205.",
    )


def schedule_c(facts: YearFacts, line_27: tuple[TaxLine, ...], *, draft: bool = False) -> TaxForm:
    """Schedule C of `facts.year` with that year's lines 27a and 27b."""
    lines = (*_income(), *_expenses(facts, line_27), *_goods(), *_vehicle_and_other())
    has_restaurants = any(line.id == RESTAURANT_MEALS for line in lines)
    title = f"Schedule C (Form 1040) {facts.year}"
    return TaxForm(
        id="schedule_c",
        year=facts.year,
        title=f"{title}, draft" if draft else title,
        currency="USD",
        lines=lines,
        default_mapping=MAPPING,
        facts=facts,
        draft=draft,
        parts=PARTS,
        result_line="31",
        aliases={} if has_restaurants else {RESTAURANT_MEALS: "24b"},
    )
