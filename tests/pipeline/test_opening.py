"""Opening books: what follows from the chart."""

import pytest

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.access import working_in
from ledgerflow.firms.models import Business
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.opening import books_open


@pytest.mark.parametrize(
    ("chart", "given", "currency", "regime"),
    [
        ("us_sole_proprietor", "", "USD", "us_schedule_c"),
        ("uk_sole_trader", "", "GBP", "uk_self_employment"),
        ("generic", "", "USD", "none"),
        ("generic", "eur", "EUR", "none"),
    ],
)
def test_currency_and_tax_regime_follow_the_chart_unless_said(db, chart, given, currency, regime):
    firm = firm_create(name="Practice")
    place = books_open(firm_id=firm.pk, name="Studio", chart=chart, currency=given)
    with working_in(place):
        business = Business.objects.get()
        assert (business.base_currency, business.tax_regime) == (currency, regime)
        assert Account.objects.filter(currency=currency).count() > 40


def test_a_name_is_taken_once_in_a_firm_and_an_unknown_chart_opens_nothing(db):
    firm = firm_create(name="Practice")
    with pytest.raises(InputError, match="martian"):
        books_open(firm_id=firm.pk, name="Studio", chart="martian")
    books_open(firm_id=firm.pk, name="Studio", chart="generic")
    with pytest.raises(ConflictError):
        books_open(firm_id=firm.pk, name="Studio", chart="generic")
