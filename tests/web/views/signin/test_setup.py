"""The page of the first run."""

import pytest

from ledgerflow.firms.access import practices_of
from ledgerflow.firms.models import User
from ledgerflow.firms.setup import setup_token
from tests.web.views.signin.conftest import PASSWORD

FIELDS = {
    "name": "Kim",
    "email": "kim@example.com",
    "password": PASSWORD,
    "firm": "Harbor Practice",
    "business": "Harbor Street Studio",
    "chart": "us_sole_proprietor",
    "currency": "",
    "tax_regime": "",
}


def test_the_first_owner_begins_and_is_signed_in(db, visitor):
    address = f"/setup/{setup_token()}/"
    page = visitor.get(address).content.decode()
    assert "US sole proprietor (Schedule C)" in page
    assert visitor.post(address, FIELDS).status_code == 302
    assert visitor.get("/account/alive/").json()["alive"]
    (practice,) = practices_of(User.objects.get())
    assert (practice.firm_name, practice.role) == ("Harbor Practice", "owner")
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"currency": "eu"}, "is no currency code"),
        ({"business": "!!!"}, "is no name for a business"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_stays(db, visitor, wrong, said):
    answer = visitor.post(f"/setup/{setup_token()}/", FIELDS | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Harbor Practice" in page
    assert PASSWORD not in page
    assert not User.objects.exists()
