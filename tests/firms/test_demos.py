"""A demo firm takes nobody in and hands nothing out."""

import pytest
from django.db import transaction

from ledgerflow.core.errors import RuleError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.demos import refuse_in_demo
from ledgerflow.firms.inviting import invitation_make
from ledgerflow.firms.services import firm_create
from ledgerflow.firms.tokens import token_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(books):
    return firm_create(name="Demo Bookkeeping", owner=books.user, is_demo=True)


def test_nobody_is_invited_into_a_demo_and_no_token_is_made(books, demo):
    for attempt in (
        lambda: invitation_make(
            firm_id=demo.pk, email="kim@example.com", role="viewer", user_id=books.user.pk
        ),
        lambda: token_make(firm_id=demo.pk, user=books.user, name="Sheet", days=30),
    ):
        with pytest.raises(RuleError, match="A demo firm is there to look at") as caught:
            attempt()
        assert caught.value.code == "demo_firm"
        assert "real firm" in caught.value.hint


def test_a_real_firm_is_not_hindered(books, demo):
    with books.scope():
        refuse_in_demo(books.place.firm_id)
    with firm_scope(demo.pk), transaction.atomic(), pytest.raises(RuleError):
        refuse_in_demo(demo.pk)
