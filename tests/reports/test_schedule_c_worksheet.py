"""The Schedule C worksheet as a report: lines, the accounts behind them, what reaches no line."""

from decimal import Decimal

from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.schedule_c_worksheet import build_schedule_c_worksheet
from ledgerflow.reports.spec import Report, ReportRow, Trace
from ledgerflow.tax.forms import form_get
from ledgerflow.tax.mapping import lines_from_accounts
from ledgerflow.tax.worksheet import worksheet


def built(
    header: ReportHeader,
    balances: list[AccountBalance],
    year: int = 2025,
    **inputs: str,
) -> Report:
    form = form_get("schedule_c", year, draft=True)
    lines = lines_from_accounts(form, balances)
    entered = {key.removeprefix("line_"): Decimal(value) for key, value in inputs.items()}
    result = worksheet(form, lines.amounts, entered, lines.sources)
    return build_schedule_c_worksheet(header, result, lines.unmapped)


def line(report: Report, line_id: str) -> ReportRow:
    return next(r for r in report.rows if r.code == line_id and r.account_id is None)


def values(row: ReportRow) -> list[Decimal | str | None]:
    return [cell.value for cell in row.cells]


def test_meals_show_the_books_the_form_and_whole_dollars(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    meals = line(built(header, balances), "24b")
    assert values(meals) == [Decimal("113.45"), Decimal("56.73"), Decimal(57)]
    assert meals.label == "Deductible meals (50 %)"


def test_each_account_stands_below_the_line_it_feeds(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    rows = built(header, balances).rows
    after_line_1 = rows[[r.code for r in rows].index("1") + 1]
    assert (after_line_1.code, after_line_1.account_id) == ("4000", 4)
    assert after_line_1.cells[0].value == Decimal(4500)


def test_the_profit_opens_to_every_account_that_feeds_it(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    profit = line(built(header, balances), "31")
    assert profit.kind == "total"
    assert profit.cells[1].value == Decimal("2443.2700")  # 4500 - 2000 - 56.73
    assert profit.cells[1].trace == Trace((4, 6, 5), header.start, header.end)


def test_accounts_that_reach_no_line_are_listed(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    section = next(s for s in built(header, balances).sections if s.title == "On no line")
    assert [(r.code, r.cells[0].value) for r in section.rows] == [("6240", Decimal(45))]


def test_parts_of_the_form_are_sections_in_its_order(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    titles = [s.title for s in built(header, balances).sections]
    assert titles[0] == "Part I: Income"
    assert titles[4:] == ["Part V: Other expenses", "On no line", ""]


def test_entered_lines_and_miles_are_marked(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    report = built(header, balances, line_9="840.00", line_44a="1200")
    assert line(report, "9").label == "Car and truck expenses (entered)"
    assert values(line(report, "44a")) == [None, "1200 miles", None]
    assert values(line(report, "33")) == [None, None, None]
    assert any("Standard mileage" in note for note in report.notes)


def test_a_draft_is_labelled(header: ReportHeader, balances: list[AccountBalance]) -> None:
    report = built(header, balances, 2027)
    assert report.draft
    assert report.title == "Schedule C (Form 1040) 2027, draft worksheet"
    assert report.notes[0].startswith("Draft:")
