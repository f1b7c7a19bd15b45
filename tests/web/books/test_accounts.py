"""The chart's page: a tree with balances and tax lines, changed by writers, refused in words."""

import pytest

from ledgerflow.ledger.models import Account
from ledgerflow.tax.selectors import chosen_lines
from tests.web.books.conftest import account_id, as_role, plain

PAGE = "books/accounts/"


def account(desk, **fields):
    with desk.books.scope():
        return Account.objects.get(**fields)


def post(desk, path, **fields):
    return plain(desk.client.post(f"{desk.base}{PAGE}{path}", fields, follow=True))


def test_the_chart_shows_balances_of_its_newest_year_and_where_each_account_goes(ready):
    page = plain(ready.get(PAGE))
    assert "Fiscal year 2025, 2025-01-01 to 2025-12-31" in page
    assert "6160 Supplies 22 Supplies 120.00 Change" in page
    assert "4000 Sales 1 Gross receipts or sales 500.00" in page
    assert "1000 Bank accounts 380.00" in page
    assert "120.00" not in plain(ready.get(PAGE, year="2024"))


def test_a_search_keeps_the_headings_above_and_answers_a_fragment_to_htmx(ready):
    page = plain(ready.get(PAGE, q="materials"))
    assert "5000 Cost of goods sold" in page
    assert "5300 Materials for goods sold" in page
    assert "6160" not in page
    fragment = ready.client.get(
        f"{ready.base}{PAGE}?q=materials", headers={"HX-Request": "true", "HX-Target": "chart"}
    )
    assert fragment.content.decode().startswith('<div id="chart">')
    assert "No account has this" in plain(ready.get(PAGE, q="zeppelin"))


def test_an_account_is_added_renamed_closed_and_opened_again(ready):
    said = post(ready, "add/", name="Glaze", under="expense:5000")
    assert "5410 Glaze is in the chart." in said
    pk = account(ready, name="Glaze").pk
    assert "called 5410 Clay and glaze now" in post(ready, f"{pk}/rename/", name="Clay and glaze")
    assert "is closed. Its entries stay." in post(ready, f"{pk}/close/")
    assert "5410" not in plain(ready.get(PAGE))
    assert "1 closed account is not shown" in plain(ready.get(PAGE))
    assert "5410 Clay and glaze Closed" in plain(ready.get(PAGE, closed="1"))
    assert "takes entries again" in post(ready, f"{pk}/reopen/")
    assert account(ready, pk=pk).is_active


def test_a_refusal_is_a_notice_and_changes_nothing(ready):
    supplies = account_id(ready, "supplies")
    assert "holds a balance of 120" in post(ready, f"{supplies}/close/")
    assert "already: 6180" in post(ready, f"{supplies}/rename/", name="Travel")
    assert "1 to 120 characters" in post(ready, "add/", name=" ", under="expense:")
    found = account(ready, pk=supplies)
    assert (found.name, found.is_active) == ("Supplies", True)


def test_a_tax_line_is_chosen_from_a_year_on(ready):
    supplies = account_id(ready, "supplies")
    assert "the form's default" in plain(ready.get(f"{PAGE}{supplies}/"))
    assert "From 2025 on it goes on line 18" in post(
        ready, f"{supplies}/tax-line/", line="18", year="2025"
    )
    assert "no account can go to line 31" in post(
        ready, f"{supplies}/tax-line/", line="31", year="2025"
    )
    assert "No year is named" in post(ready, f"{supplies}/tax-line/", line="18")
    assert "on no line" in post(ready, f"{supplies}/tax-line/", line="", year="2026")
    with ready.books.scope():
        found = [chosen_lines(ready.books.business, "schedule_c", y) for y in (2024, 2025, 2026)]
    assert found == [{}, {supplies: "18"}, {supplies: ""}]
    assert "18 Office expense chosen" in plain(ready.get(PAGE, year="2025"))


def test_viewers_look_clients_see_nothing_and_strangers_neither(ready, make_books):
    viewer, client = as_role(ready, "viewer"), as_role(ready, "client")
    page = plain(viewer.get(PAGE))
    assert "6160 Supplies" in page
    assert "Add an account" not in page
    supplies = account_id(ready, "supplies")
    assert client.get(PAGE).status_code == 404
    for who in (viewer, client):
        assert who.get(f"{PAGE}{supplies}/").status_code == 404
        for path in ("add/", f"{supplies}/rename/", f"{supplies}/close/", f"{supplies}/tax-line/"):
            answer = who.client.post(
                f"{who.base}{PAGE}{path}", {"name": "Mine", "under": "expense:"}
            )
            assert answer.status_code == 404
    other = make_books(name="Other Books")
    with other.scope():
        theirs = Account.objects.get(key="supplies").pk
    assert ready.get(f"{PAGE}{theirs}/").status_code == 404


@pytest.mark.parametrize("year", ["25", "zwei", "９９９９", "9999"])
def test_what_is_no_year_is_said(ready, year):
    assert ready.get(PAGE, year=year).status_code == 400
