"""The pages of transactions: the list, deciding about several, one with its trail."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.models import Decision
from ledgerflow.statements.models import BankTransaction
from tests.review.test_services import suggest

WAITING = b"""Date,Description,Amount,Balance
02/13/2025,QUAY SIGN WORKS,-240.00,1165.90
02/14/2025,"<b>NIGHT</b> MARKET",-12.50,1153.40
02/20/2025,UNKNOWN CLIENT,100.00,1253.40
"""


BEGINNING = re.compile("SAVEPOINT|set_config|SET CONSTRAINTS")


@pytest.fixture
def busy(kept_books):
    """Booked transactions of January, and three of February that wait."""
    books = kept_books.books
    run = statements_import(
        books.place, [Upload("february.csv", WAITING)], account="Checking", user_id=books.user.pk
    )
    assert run.refused == []
    return kept_books


def queries_of(desk, address):
    """How many a page costs; beginning and ending transactions and their firm are not counted."""
    desk.client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert desk.client.get(address).status_code == 200
    return len([one for one in caught if not BEGINNING.search(one["sql"])])


def waiting_ids(desk):
    page = desk.get("transactions/", state="waiting").content.decode()
    return [int(found) for found in re.findall(r'name="id" value="(\d+)"', page)]


def test_the_list_shows_what_waits_and_what_is_booked(busy):
    page = busy.get("transactions/").content.decode()
    assert "QUAY SIGN WORKS" in page
    assert "HOME DEPOT #7114" in page
    assert "<b>NIGHT</b>" not in page
    assert "&lt;b&gt;NIGHT&lt;/b&gt; MARKET" in page


def test_the_filter_is_in_the_address_and_in_the_form(busy):
    page = busy.get("transactions/", text="quay", amount="240").content.decode()
    assert "QUAY SIGN WORKS" in page
    assert "HOME DEPOT" not in page
    assert 'value="quay"' in page


def test_a_filter_that_cannot_be_read_is_said(busy):
    page = busy.get("transactions/", amount="much").content.decode()
    assert "The amount “much” cannot be read." in page
    assert "QUAY SIGN WORKS" not in page


def test_a_fragment_is_the_list_alone(busy):
    answer = busy.client.get(f"{busy.base}transactions/", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="transaction-list">')
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"], "going back must not show the fragment"


def test_ticked_ones_are_booked_to_one_account_and_taken_back(busy):
    ids = waiting_ids(busy)
    answer = busy.client.post(
        f"{busy.base}transactions/decide/",
        {"id": ids[:2], "how": "account", "account": "6160", "filter": "state=waiting&x=1"},
    )
    assert answer.status_code == 302
    batch = re.fullmatch(r".*\?state=waiting&decided=(\d+)", answer["Location"])[1]
    page = busy.client.get(answer["Location"]).content.decode()
    assert "2 are decided." in page
    assert len(waiting_ids(busy)) == len(ids) - 2
    answer = busy.client.post(f"{busy.base}transactions/undo/{batch}/", {"filter": ""})
    assert answer["Location"] == f"{busy.base}transactions/"
    assert waiting_ids(busy) == ids


def test_an_account_takes_all_of_the_money_since_the_list_shows_no_share(busy):
    with busy.books.scope():
        suggest(busy.books, "QUAY SIGN WORKS", business_percent=Decimal(60))
        pk = BankTransaction.objects.get(description="QUAY SIGN WORKS").pk
    given = {"id": [pk], "how": "account", "account": "6160"}
    assert busy.client.post(f"{busy.base}transactions/decide/", given).status_code == 302
    with busy.books.scope():
        assert Decision.objects.get(transaction=pk).business_percent == 100


def test_kept_out_needs_a_reason(busy):
    ids = waiting_ids(busy)
    decide = f"{busy.base}transactions/decide/"
    assert busy.client.post(decide, {"id": ids[:1], "how": "exclude"}).status_code == 400
    given = {"id": ids[:1], "how": "exclude", "reason": "private card"}
    assert busy.client.post(decide, given).status_code == 302
    assert waiting_ids(busy) == ids[1:]


@pytest.mark.parametrize(
    "given",
    [{"how": "accept"}, {"how": "accept", "id": ["x"]}, {"how": "accept", "id": range(51)}],
)
def test_nothing_and_too_much_are_refused(busy, given):
    assert busy.client.post(f"{busy.base}transactions/decide/", given).status_code == 400


def test_an_account_must_be_chosen(busy):
    given = {"id": waiting_ids(busy)[:1], "how": "account", "account": ""}
    assert busy.client.post(f"{busy.base}transactions/decide/", given).status_code == 400


def test_the_trail_leads_from_the_file_to_the_entry(busy):
    with busy.books.scope():
        one = BankTransaction.objects.get(description="HOME DEPOT #7114")
    page = busy.get(f"transactions/{one.pk}/").content.decode()
    for part in ("january.csv", "row 2", "Proved", "Suggested", "Decided", "Entry 1", "Stands"):
        assert part in page, part


@pytest.mark.parametrize("query", ["", "?text=quay", "?state=booked&account=59"])
def test_the_list_costs_at_most_twelve_queries(busy, query):
    assert queries_of(busy, f"{busy.base}transactions/{query}") <= 12


def test_the_trail_costs_at_most_twelve_queries(busy):
    with busy.books.scope():
        one = BankTransaction.objects.get(description="HOME DEPOT #7114")
    assert queries_of(busy, f"{busy.base}transactions/{one.pk}/") <= 12


def test_another_business_has_no_such_transaction(busy, make_books):
    other = make_books(name="Quay Street Bakery")
    with busy.books.scope():
        one = BankTransaction.objects.first()
    busy.client.force_login(other.user)
    address = f"/b/{other.place.business_id}/transactions/{one.pk}/"
    assert busy.client.get(address).status_code == 404
    assert busy.client.get(f"{busy.base}transactions/").status_code == 404
