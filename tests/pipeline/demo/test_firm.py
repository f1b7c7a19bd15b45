"""A person opens a demo firm of invented books, once, and puts it away again."""

import pytest

from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.firms.access import places_of, practices_of, working_in
from ledgerflow.firms.members import demo_close
from ledgerflow.firms.models import User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.pipeline.demo.firm import demo_open, may_open_demo

pytestmark = pytest.mark.django_db


def test_who_keeps_no_books_here_opens_none(books):
    person = User.objects.create_user("client@example.com", "correct horse 12")
    with pytest.raises(AccessError):
        demo_open(person)
    with books.scope():
        membership_grant(
            firm_id=books.place.firm_id, user=person, role="client", business=books.business
        )
    with pytest.raises(AccessError) as caught:
        demo_open(person)
    assert caught.value.code == "staff_only"
    assert len(practices_of(person)) == 1
    assert may_open_demo(User(is_staff=True), [])


def test_it_is_opened_with_books_and_put_away_beside_the_real_firm(books):
    firm_id, surprises = demo_open(books.user)
    assert surprises == []
    demo = next(p for p in practices_of(books.user) if p.is_demo)
    assert demo.firm_id == firm_id
    assert demo.is_owner
    shown = [p for p in places_of(books.user) if p.firm_id == firm_id]
    assert shown
    with working_in(shown[0], books.user.pk):
        assert JournalEntry.objects.filter(business_id=shown[0].business_id).count() > 10
    with pytest.raises(ConflictError) as caught:
        demo_open(books.user)
    assert caught.value.code == "demo_exists"
    demo_close(firm_id=firm_id, user_id=books.user.pk)
    assert {p.firm_id for p in places_of(books.user)} == {books.place.firm_id}
