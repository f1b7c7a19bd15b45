"""A small business's quarter, from decisions to reports: every figure worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ledger.drilldown import entries_behind
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.reporting import business_report, report_asked
from ledgerflow.reports.periodwords import period_read
from ledgerflow.review.choices import Choice
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.tax.models import AccountTaxLine

Q1 = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 3, 31)}
EUROS = b"""Date,Description,Amount,Balance
2025-01-13,HOTEL,-90.00,910.00
2025-01-14,TRAIN,-10.00,900.00
"""


def report(books, report_id, year=2025, **options):
    return business_report(books.place, books.user.pk, report_id, year, **options)


def row(found, *, label="", code=""):
    rows = [
        r for r in found.rows if (r.label == label or not label) and (r.code == code or not code)
    ]
    assert len(rows) == 1, rows
    return rows[0]


def values(found, label):
    return [cell.value for cell in row(found, label=label).cells]


def money(*amounts):
    return [Decimal(a) for a in amounts]


def test_profit_and_loss_by_month_with_meals_in_full(quarter):
    found = report(quarter, "profit_and_loss", **Q1)
    assert [c.label for c in found.columns] == ["Jan 2025", "Feb 2025", "Mar 2025", "Total"]
    assert values(found, "Sales") == money("2500", "1800", "0", "4300")
    assert values(found, "Total income") == money("2500", "1800", "-100", "4200")
    assert values(found, "Total cost of goods sold") == money("0", "220", "0", "220")
    assert values(found, "Gross profit") == money("2500", "1580", "-100", "3980")
    assert values(found, "Meals") == money("64.50", "0", "35.51", "100.01")
    assert values(found, "Total expenses") == money("196.50", "60", "65.51", "322.01")
    assert values(found, "Net profit") == money("2303.50", "1520", "-165.51", "3657.99")


def test_trial_balance_totals_agree_and_the_bank_holds_what_is_decided(quarter):
    found = report(quarter, "trial_balance", end=Q1["end"])
    assert found.start is None
    assert found.period_label == "As of 2025-03-31"
    assert values(found, "Total") == money("4300", "4300")
    assert values(found, "Checking")[0] == Decimal("3587.99")
    assert values(found, "Card")[0] == Decimal(50)
    assert values(found, "Owner's draw")[0] == Decimal(20)
    assert values(found, "Transfers between own accounts")[0] == 0


def test_a_trial_balance_carries_earlier_years_forward_and_later_days_not(quarter):
    january = report(quarter, "trial_balance", end=dt.date(2025, 1, 31))
    next_year = report(quarter, "trial_balance", 2026)
    assert values(january, "Checking")[0] == Decimal("2303.50")
    assert values(next_year, "Checking")[0] == Decimal("3587.99")


def test_schedule_c_lines_with_meals_at_fifty_percent(quarter):
    found = report(quarter, "schedule_c_worksheet")
    on_form = {r.code: r.cells[1].value for r in found.rows if r.code and r.kind != "account"}
    expected = {
        "1": "4300", "2": "100", "3": "4200", "4": "220", "5": "3980", "7": "3980",
        "22": "120", "24b": "50.01", "25": "60", "27b": "42", "28": "272.01", "29": "3707.99",
        "31": "3707.99", "36": "220", "42": "220", "48": "42",
    }  # fmt: skip
    assert {code: str(round(on_form[code], 2)) for code in expected} == {
        code: str(round(Decimal(amount), 2)) for code, amount in expected.items()
    }
    meals = row(found, code="24b")
    assert [c.value for c in meals.cells] == money("100.01", "50.01", "50")
    assert row(found, code="31").cells[2].value == Decimal(3708)


def opened(books, trace):
    """What is behind a figure."""
    with books.scope():
        return entries_behind(
            books.business,
            account_ids=trace.account_ids,
            start=trace.start,
            end=trace.end,
            without_closing=trace.without_closing,
        )


def numbers(page):
    return [e.entry.number for e in page.entries]


def test_the_same_figures_open_to_the_entries_behind_them(quarter):
    trace = row(report(quarter, "schedule_c_worksheet"), code="24b").cells[1].trace
    months = row(report(quarter, "profit_and_loss", **Q1), label="Meals").cells
    balance = row(report(quarter, "trial_balance"), label="Meals").cells[0].trace
    whole, in_balance, in_total = (opened(quarter, t) for t in (trace, balance, months[3].trace))
    january, march = (opened(quarter, months[n].trace) for n in (0, 2))
    assert numbers(whole) == numbers(in_balance) == numbers(in_total)
    assert len(numbers(january)) == len(numbers(march)) == 1
    assert numbers(january) + numbers(march) == numbers(whole)
    assert [e.entry.description for e in whole.entries] == ["BISTRO VERDE", "BISTRO VERDE"]
    lines = [line for e in whole.entries for line in e.lines]
    assert {line.account.key for line in lines} == {"meals"}
    assert sum(line.amount for line in lines) == whole.sums[0].total == Decimal("100.01")


@pytest.mark.parametrize(
    ("report_id", "columns"),
    [("trial_balance", 2), ("profit_and_loss", 13), ("schedule_c_worksheet", 1)],
)
def test_every_figure_is_what_the_entries_behind_it_add_up_to(quarter, report_id, columns):
    """Of a worksheet, what is in the books: on the form stands what a percentage leaves of it."""
    seen = 0
    for one in report(quarter, report_id).rows:
        for cell in one.cells[:columns]:
            if cell.trace is not None:
                page = opened(quarter, cell.trace)
                (only,) = page.sums
                assert abs(only.amount) == abs(only.total) == abs(cell.value), one
                assert only.lines == only.total_lines > 0
                seen += 1
            elif isinstance(cell.value, Decimal):
                assert cell.value == 0, one
    assert seen > 8


def test_what_is_undecided_stands_under_every_report_of_its_days(quarter):
    assert report(quarter, "profit_and_loss", **Q1).undecided.amount == Decimal(-45)
    assert report(quarter, "trial_balance").undecided.count == 1
    assert report(quarter, "schedule_c_worksheet").undecided.count == 1
    january = report(quarter, "profit_and_loss", start=Q1["start"], end=dt.date(2025, 1, 31))
    assert january.undecided.count == 0


def test_what_is_excluded_is_named_apart_and_comes_to_the_banks_balance(quarter):
    with quarter.scope():
        (shop,) = undecided(quarter.business)
        choice = Choice(kind="exclude", reason="private")
        made = decision_accept(bank_transaction=shop, choice=choice, batch=quarter.batch())
    found = report(quarter, "profit_and_loss", **Q1)
    assert found.undecided.count == 0
    assert found.in_order, found.checks
    said = {check.label: check.detail for check in found.checks}
    named = "Bank transactions in USD that a decision keeps out of the books are named"
    assert said[named] == "1 excluded, −45.00 USD net"
    assert "undecided 0.00 (0) + excluded −45.00 (1)" in " ".join(said.values())
    january = report(quarter, "profit_and_loss", start=Q1["start"], end=dt.date(2025, 1, 31))
    assert named not in {check.label for check in january.checks}
    with quarter.scope():
        decision_undo(decision=made, batch=quarter.batch("undo"), reason="ours after all")
    assert report(quarter, "profit_and_loss", **Q1).undecided.amount == Decimal(-45)


def test_every_report_shows_whether_books_and_banks_agree(quarter):
    for report_id in ("profit_and_loss", "trial_balance", "schedule_c_worksheet"):
        found = report(quarter, report_id)
        labels = [c.label for c in found.checks]
        assert "Checking: books and undecided equal the statement" in labels
        assert "Transfers between own accounts come to zero" in labels
        assert found.in_order, found.checks


def test_an_account_sent_to_another_line_goes_there_from_that_year_on(quarter):
    with quarter.scope():
        for line, year in (("18", 2024), ("17", 2026)):
            AccountTaxLine.objects.create(
                firm_id=quarter.place.firm_id,
                business=quarter.business,
                account=Account.objects.get(business=quarter.business, key="supplies"),
                form="schedule_c",
                line=line,
                from_year=year,
            )
    found = report(quarter, "schedule_c_worksheet")
    assert row(found, code="18").cells[1].value == Decimal(120)
    assert row(found, code="22").cells[1].value == 0
    assert row(found, code="17").cells[1].value == 0


def test_an_account_on_no_line_is_shown_and_not_dropped(quarter):
    with quarter.scope():
        AccountTaxLine.objects.create(
            firm_id=quarter.place.firm_id,
            business=quarter.business,
            account=Account.objects.get(business=quarter.business, key="supplies"),
            form="schedule_c",
            line="",
        )
    found = report(quarter, "schedule_c_worksheet")
    section = next(s for s in found.sections if s.title == "On no line")
    assert [(r.label, r.cells[0].value) for r in section.rows] == [("Supplies", Decimal(120))]
    assert row(found, code="31").cells[1].value == Decimal("3827.99")


def test_the_worksheet_takes_the_movement_of_its_year_only(quarter):
    found = report(quarter, "schedule_c_worksheet", 2024)
    assert row(found, code="1").cells[1].value == 0
    assert row(found, code="31").cells[1].value == 0


def test_what_a_person_enters_replaces_the_books(quarter):
    found = report(quarter, "schedule_c_worksheet", inputs={"9": Decimal("70.00")})
    assert row(found, code="9").cells[1].value == Decimal(70)
    assert row(found, code="31").cells[1].value == Decimal("3637.99")


def test_a_year_without_a_known_layout_is_refused_or_a_draft(quarter):
    with pytest.raises(InputError, match="layout of this year is not known"):
        report(quarter, "schedule_c_worksheet", 2031)
    assert report(quarter, "schedule_c_worksheet", 2031, draft=True).draft


def test_an_unknown_report_is_refused_with_the_known_ones(quarter):
    with pytest.raises(InputError, match="no report called") as caught:
        report(quarter, "horoscope")
    assert "trial_balance" in caught.value.hint


def test_a_fiscal_year_decides_the_profit_and_loss_but_not_the_tax_year(make_books):
    books = make_books(fiscal_year_start_month=4)
    found = report(books, "profit_and_loss")
    assert (found.start, found.end) == (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    assert found.period_label == "Fiscal year 2025 (2025-04-01 to 2026-03-31)"
    assert report(books, "trial_balance").end == dt.date(2026, 3, 31)
    tax = report(books, "schedule_c_worksheet")
    assert (tax.start, tax.end) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_books_in_euros_fill_in_no_american_form(make_books):
    books = make_books(chart="generic", base_currency="EUR")
    with pytest.raises(RuleError, match="keeps its books in EUR"):
        report(books, "schedule_c_worksheet")


def test_undecided_money_of_another_currency_is_never_added_up(studio, import_csv):
    with studio.scope():
        bank_account_add(business=studio.business, name="Euro", currency="EUR")
    import_csv(studio, "Euro", EUROS)
    found = report(studio, "trial_balance")
    assert found.undecided.count == 0
    check = next(c for c in found.checks if "EUR" in c.label)
    assert not check.passed
    assert check.detail == "2 are not, -100 EUR net"


@pytest.mark.parametrize(
    ("report_id", "most"),
    [("trial_balance", 5), ("profit_and_loss", 5), ("schedule_c_worksheet", 6)],
)
def test_a_report_asks_the_same_few_questions_whatever_the_number_of_accounts(
    quarter, report_id, most
):
    with CaptureQueriesContext(connection) as asked:
        report(quarter, report_id)
    reads = [q for q in asked.captured_queries if "SELECT" in q["sql"]]
    assert len(reads) == most, [q["sql"][:80] for q in reads]


def asked(books, report_id, word, **options):
    with books.scope():
        period = period_read(word, today=dt.date(2025, 12, 31))
        return report_asked(books.business, report_id, period, **options)


def test_a_quarter_stands_alone_by_months_or_beside_the_one_before(quarter):
    alone = asked(quarter, "profit_and_loss", "2025-Q1")
    assert [c.label for c in alone.columns] == ["2025-Q1"]
    assert values(alone, "Net profit") == money("3657.99")
    months = asked(quarter, "profit_and_loss", "2025-Q1", compare="months")
    assert len(months.columns) == 4
    beside = asked(quarter, "profit_and_loss", "2025-Q1", compare="previous")
    assert values(beside, "Net profit")[:3] == money("3657.99", "0", "3657.99")


def test_months_of_one_quarter_compare_to_the_cent(quarter):
    found = asked(quarter, "profit_and_loss", "2025-02", compare="previous")
    assert values(found, "Sales")[:3] == money("1800", "2500", "-700")
    assert values(found, "Sales")[3] == "\N{MINUS SIGN}28.0 %"


def test_what_the_other_period_lacks_is_told(quarter):
    found = asked(quarter, "profit_and_loss", "2025-Q2", compare="previous")
    (check,) = [c for c in found.checks if "2025-Q1" in c.label]
    assert (check.passed, check.detail.startswith("1 is not")) == (False, True)


def test_a_day_is_compared_with_the_day_before_its_period(quarter):
    found = asked(quarter, "trial_balance", "2025-03", compare="previous")
    assert [c.label for c in found.columns[:2]] == ["2025-03-31", "2025-02-28"]
    assert values(found, "Total")[:3] == money("0", "0", "0")
    assert values(found, "Meals")[:3] == money("100.01", "64.50", "35.51")


@pytest.mark.parametrize(
    ("report_id", "compare"),
    [("trial_balance", "months"), ("general_ledger", "previous"), ("profit_and_loss", "moon")],
)
def test_a_comparison_that_a_report_does_not_have_is_refused(quarter, report_id, compare):
    with pytest.raises(InputError) as caught:
        asked(quarter, report_id, "2025", compare=compare)
    assert caught.value.code == "not_comparable"


def test_a_comparison_costs_two_queries_more(quarter):
    counts = []
    for compare in ("", "last-year"):
        with CaptureQueriesContext(connection) as caught:
            asked(quarter, "balance_sheet", "2025", compare=compare)
        counts.append(len([q for q in caught if "SAVEPOINT" not in q["sql"]]))
    assert counts[1] - counts[0] == 2
