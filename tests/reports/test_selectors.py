"""Reports of a business by id, read from its ledger."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import account_add, entry_post
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.reports.selectors import NOT_COUNTED, report_for
from ledgerflow.reports.spec import Undecided

NONE_OPEN = Undecided(0, Decimal(0))


def post(books, day, debit, credit, amount, kind="normal"):
    business = books.business
    sides = ((account_by_key(business, debit), 1), (account_by_key(business, credit), -1))
    lines = tuple(LineDraft(a.pk, amount * sign, a.currency) for a, sign in sides)
    draft = EntryDraft(day, f"{debit} from {credit}", lines, f"{day}:{debit}:{credit}", kind)
    return entry_post(business=business, draft=draft)


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.id)
def test_every_report_of_the_catalog_is_made_even_of_empty_books(books, kind):
    with books.scope():
        found = report_for(
            business=books.business, report_id=kind.id, year=2025, undecided=NONE_OPEN
        )
    assert found.id == kind.id
    assert found.in_order
    assert found.business == "Harbor Street Studio"


def test_a_report_nobody_counted_the_undecided_for_does_not_look_complete(books):
    with books.scope():
        found = report_for(business=books.business, report_id="trial_balance", year=2025)
    assert NOT_COUNTED in found.checks
    assert not found.in_order


def test_goods_sold_stand_under_their_heading(books):
    with books.scope():
        post(books, dt.date(2025, 5, 2), "purchases", "owner_contribution", Decimal(70))
        post(books, dt.date(2025, 5, 2), "supplies", "owner_contribution", Decimal(30))
        found = report_for(
            business=books.business, report_id="profit_and_loss", year=2025, undecided=NONE_OPEN
        )
    rows = {s.title: [r.label for r in s.rows if r.kind == "account"] for s in found.sections}
    assert rows["Cost of goods sold"] == ["Purchases"]
    assert rows["Expenses"] == ["Supplies"]


def test_a_closed_year_keeps_its_profit_and_closes_its_balances(books):
    with books.scope():
        post(books, dt.date(2025, 5, 2), "supplies", "owner_contribution", Decimal(30))
        post(books, dt.date(2025, 12, 31), "owner_draw", "supplies", Decimal(30), "closing")
        made = {
            kind.id: report_for(
                business=books.business, report_id=kind.id, year=2025, undecided=NONE_OPEN
            )
            for kind in REPORTS
        }
    supplies = {i: r for i, m in made.items() for r in m.rows if r.label == "Supplies" and r.code}
    assert supplies["profit_and_loss"].cells[-1].value == Decimal(30)
    assert supplies["schedule_c_worksheet"].cells[0].value == Decimal(30)
    assert supplies["trial_balance"].cells[0].value == 0
    asked = {i: [c.trace.without_closing for c in r.cells if c.trace] for i, r in supplies.items()}
    assert asked == {
        "profit_and_loss": [True, True],
        "schedule_c_worksheet": [True],
        "trial_balance": [False],
    }


def test_the_first_and_last_day_of_a_fiscal_year_belong_to_it(make_books):
    books = make_books(fiscal_year_start_month=4)
    with books.scope():
        for day, amount in (
            (dt.date(2025, 3, 31), 1),
            (dt.date(2025, 4, 1), 10),
            (dt.date(2026, 3, 31), 100),
            (dt.date(2026, 4, 1), 1000),
        ):
            post(books, day, "supplies", "owner_contribution", Decimal(amount))
        profit = report_for(
            business=books.business, report_id="profit_and_loss", year=2025, undecided=NONE_OPEN
        )
        balance = report_for(
            business=books.business, report_id="trial_balance", year=2025, undecided=NONE_OPEN
        )
        tax = report_for(
            business=books.business,
            report_id="schedule_c_worksheet",
            year=2025,
            undecided=NONE_OPEN,
        )
    supplies = [r for r in profit.rows if r.label == "Supplies"]
    assert supplies[0].cells[-1].value == Decimal(110)
    assert [r.cells[0].value for r in balance.rows if r.label == "Supplies"] == [Decimal(111)]
    assert [r.cells[1].value for r in tax.rows if r.code == "22"] == [Decimal(11)]


def test_accounts_in_another_currency_are_named_and_not_added(books):
    with books.scope():
        euro = account_add(
            business=books.business, heading_key="bank_accounts", name="Euro", currency="EUR"
        )
        other = account_add(
            business=books.business, heading_key="bank_accounts", name="Euro 2", currency="EUR"
        )
        lines = (LineDraft(euro.pk, Decimal(5), "EUR"), LineDraft(other.pk, Decimal(-5), "EUR"))
        draft = EntryDraft(dt.date(2025, 1, 2), "between", lines, "between")
        entry_post(business=books.business, draft=draft)
        found = report_for(
            business=books.business, report_id="trial_balance", year=2025, undecided=NONE_OPEN
        )
    assert not any(r.kind == "account" for r in found.rows)
    check = next(c for c in found.checks if not c.passed)
    assert check.label == "Every amount in EUR has a rate to USD"
    assert "no rate for 2025-12-31" in check.detail
    assert "Euro (EUR)" in check.detail
    assert "Euro 2 (EUR)" in check.detail


def test_an_unknown_report_is_refused_with_the_known_ones(books):
    with books.scope(), pytest.raises(InputError) as caught:
        report_for(business=books.business, report_id="horoscope", year=2025)
    assert all(kind.id in caught.value.hint for kind in REPORTS)
