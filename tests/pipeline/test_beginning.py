"""The very beginning of an installation: all or nothing."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.setup import setup_token
from ledgerflow.pipeline.beginning import Beginning, installation_begin

WANTED = {
    "name": "Kim",
    "email": "kim@example.com",
    "password": "four plain long words",
    "firm": "Harbor Practice",
    "business": "Harbor Street Studio",
    "chart": "us_sole_proprietor",
}


def begin(token=None, **more):
    return installation_begin(
        setup_token() if token is None else token, Beginning(**(WANTED | more))
    )


def test_owner_firm_and_business_are_made_together(db):
    owner, place = begin(chart="uk_sole_trader")
    assert (place.firm_name, place.role) == ("Harbor Practice", "owner")
    with firm_scope(place.firm_id, owner.pk):
        business = Business.objects.get()
        actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert (business.base_currency, business.tax_regime) == ("GBP", "uk_self_employment")
    assert {"installation_begin", "business_open"} <= actions


def test_currency_and_taxes_may_differ_from_the_chart(db):
    _, place = begin(currency="eur", tax_regime="none")
    with firm_scope(place.firm_id):
        business = Business.objects.get()
    assert (business.base_currency, business.tax_regime) == ("EUR", "none")


@pytest.mark.parametrize(
    "wrong", [{"currency": "EU"}, {"business": "!!!"}, {"firm": " "}, {"password": "short"}]
)
def test_what_cannot_be_used_makes_nothing_at_all(db, wrong):
    with pytest.raises(InputError):
        begin(**wrong)
    assert (User.objects.count(), firm_ids()) == (0, [])


def test_a_wrong_token_makes_nothing(db):
    with pytest.raises(AccessError):
        begin(token="guessed")
    assert User.objects.count() == 0


def test_the_password_is_never_shown():
    assert "plain" not in repr(Beginning(**WANTED))
