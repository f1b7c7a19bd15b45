"""Numbers and days of addresses: read one way everywhere, and never a fault of the program."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Membership
from ledgerflow.web.typed import day_of, number_asked, number_of, year_of

ENDLESS = "9" * 5000


@pytest.mark.parametrize("text", ["", "x", "-1", "+1", "1.0", "²", "٣", "9" * 19, ENDLESS, "7\n"])
def test_what_is_no_number_is_none(text):
    assert number_of(text) is None
    if text:
        with pytest.raises(InputError):
            number_asked(text)


def test_a_number_is_read():
    assert (number_of("0"), number_asked("17"), number_asked("")) == (0, 17, None)
    assert number_of("9" * 18) == 10**18 - 1


@pytest.mark.parametrize(
    "text",
    ["x", "2025-02-30", "20250331", "2025-W01-1", "9999-12-31", "0001-01-01", ENDLESS, "2025-3-1"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(InputError) as caught:
        day_of(text)
    assert (caught.value.code, caught.value.status) == ("bad_day", 400)


def test_a_day_is_read():
    assert (day_of("2025-03-31"), day_of("")) == (dt.date(2025, 3, 31), None)


@pytest.mark.parametrize("text", ["x", "99", "9999", "0000", "٢٠٢٥", ENDLESS])
def test_what_is_no_year_is_refused(text):
    assert (year_of("2025"), year_of("")) == (2025, None)
    with pytest.raises(InputError):
        year_of(text)


GETS = (
    "receipts/?after={}",
    "rules/?before={}&group={}&applied={}",
    "agents/?before={}",
    "review/?bank={}",
    "review/?from={}",
    "transactions/?bank={}&decided={}",
    "transactions/?start={}&end={}",
    "payees/?before={}",
    "questions/?saved={}",
    "reports/profit-and-loss/?from={}",
    "books/journal/?from={}&to={}",
    "statements/?before={}",
    "recurring/?after={}",
    "books/accounts/?year={}",
    "books/entries/new/?copy={}",
    "books/reconcile/?month={}",
    "reports/profit-and-loss/?year={}",
    "reports/profit-and-loss/?period={}",
    "reports/profit-and-loss/?to={}",
    "books/entries/?accounts=1&start={}",
)


@pytest.mark.parametrize("address", GETS)
@pytest.mark.parametrize("value", [ENDLESS, "9999-12-31", "0001-01-01", "9999-12", "9999", "0000"])
def test_no_address_of_a_business_breaks_a_page(desk, address, value):
    assert desk.client.get(desk.base + address.replace("{}", value)).status_code < 500


def test_no_address_of_a_firm_breaks_a_page(desk):
    firm = f"/f/{desk.books.place.firm_id}/settings/"
    for value in (ENDLESS, "9999-12-31"):
        assert desk.client.get(f"{firm}audit/?to={value}").status_code == 400
        assert desk.client.get(f"{firm}audit/?before={value}").status_code == 400
        assert desk.client.get(f"{firm}businesses/?after={value}").status_code == 200
        assert desk.client.get(f"/?more={value}").status_code < 500


POSTS = (
    ("receipts/add/", "transaction"),
    ("notes/add/", "transaction"),
    ("questions/ask/", "transaction"),
    ("questions/1/answer/", "account"),
    ("rules/from/", "transaction"),
    ("review/decide/", "ids"),
    ("statements/1/repair/", "number"),
    ("payees/merge/", "into"),
)


@pytest.mark.parametrize(("path", "field"), POSTS)
def test_no_form_breaks_a_page(desk, path, field):
    sent = {field: ENDLESS, "text": "x", "use": "private"}
    assert desk.client.post(desk.base + path, sent).status_code < 500
    with desk.books.scope():
        assert Membership.objects.count() == 1
