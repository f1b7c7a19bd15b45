"""An owner changes members and the firm; a firm keeps an owner, and only a demo is put away."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError, InputError, RuleError
from ledgerflow.firms.access import places_of, practices_of
from ledgerflow.firms.members import (
    demo_close,
    digest_choose,
    firm_change,
    member_change,
    member_remove,
)
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import firm_create, membership_grant
from ledgerflow.ledger.services import business_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(books):
    return books.place.firm_id


def membership_of(books, user):
    with books.scope():
        return Membership.objects.get(user=user)


@pytest.fixture
def colleague(books):
    user = User.objects.create_user("colleague@example.com", "correct horse 12")
    with books.scope():
        membership_grant(firm_id=books.place.firm_id, user=user, role="bookkeeper")
    return user


def test_a_role_is_changed_by_an_owner_and_recorded(books, firm, colleague):
    row = membership_of(books, colleague)
    member_change(firm_id=firm, membership_id=row.pk, role="viewer", user_id=books.user.pk)
    assert membership_of(books, colleague).role == "viewer"
    with books.scope():
        event = AuditEvent.objects.get(action="member_change")
    assert (event.user_id, event.subject_id) == (books.user.pk, colleague.pk)
    assert event.detail == {"from": "bookkeeper", "to": "viewer"}


def test_a_client_sees_the_business_that_is_named(books, firm, colleague):
    row = membership_of(books, colleague)
    business = books.place.business_id
    member_change(
        firm_id=firm,
        membership_id=row.pk,
        role="client",
        business_id=business,
        user_id=books.user.pk,
    )
    assert [p.business_id for p in places_of(colleague)] == [business]
    with pytest.raises(InputError):
        member_change(firm_id=firm, membership_id=row.pk, role="client", user_id=books.user.pk)


def test_a_client_does_not_get_the_same_business_twice(books, firm, colleague):
    with books.scope():
        second = business_open(firm_id=firm, name="Second Books", chart="us_sole_proprietor")
        Membership.objects.filter(user=colleague).update(role="client", business=books.business)
        other = membership_grant(firm_id=firm, user=colleague, role="client", business=second)
    with pytest.raises(ConflictError):
        member_change(
            firm_id=firm,
            membership_id=other.pk,
            role="client",
            business_id=books.place.business_id,
            user_id=books.user.pk,
        )
    assert len(places_of(colleague)) == 2


def test_who_leaves_sees_the_firm_no_more(books, firm, colleague):
    row = membership_of(books, colleague)
    member_remove(firm_id=firm, membership_id=row.pk, user_id=books.user.pk)
    assert practices_of(colleague) == []


def test_the_last_owner_stays(books, firm, colleague):
    own = membership_of(books, books.user)
    for change in (
        lambda: member_remove(firm_id=firm, membership_id=own.pk, user_id=books.user.pk),
        lambda: member_change(
            firm_id=firm, membership_id=own.pk, role="viewer", user_id=books.user.pk
        ),
    ):
        with pytest.raises(RuleError) as caught:
            change()
        assert caught.value.code == "last_owner"
    row = membership_of(books, colleague)
    member_change(firm_id=firm, membership_id=row.pk, role="owner", user_id=books.user.pk)
    member_remove(firm_id=firm, membership_id=own.pk, user_id=colleague.pk)
    assert practices_of(books.user) == []


def test_only_owners_change_anything(books, firm, colleague, make_books):
    own = membership_of(books, books.user)
    stranger = make_books(name="Other Books").user
    for person in (colleague, stranger):
        with pytest.raises(AccessError):
            member_change(firm_id=firm, membership_id=own.pk, role="viewer", user_id=person.pk)
        with pytest.raises(AccessError):
            member_remove(firm_id=firm, membership_id=own.pk, user_id=person.pk)
        with pytest.raises(AccessError):
            firm_change(firm_id=firm, user_id=person.pk, name="Mine")
        with pytest.raises(AccessError):
            demo_close(firm_id=firm, user_id=person.pk)


def test_a_member_of_another_firm_is_no_member_here(books, firm, make_books):
    other = make_books(name="Other Books")
    theirs = membership_of(other, other.user)
    with pytest.raises(AccessError):
        member_remove(firm_id=firm, membership_id=theirs.pk, user_id=books.user.pk)
    assert practices_of(other.user) != []


def test_a_firm_is_renamed_and_the_change_recorded_once(books, firm):
    firm_change(firm_id=firm, user_id=books.user.pk, name="  Alder   & Birch ")
    firm_change(firm_id=firm, user_id=books.user.pk, name="Alder & Birch")
    assert practices_of(books.user)[0].firm_name == "Alder & Birch"
    with books.scope():
        assert AuditEvent.objects.filter(action="firm_change").count() == 1
    for wrong in ("  ", "x" * 201):
        with pytest.raises(InputError):
            firm_change(firm_id=firm, user_id=books.user.pk, name=wrong)


def test_a_person_chooses_the_weekly_mail_for_oneself(books, firm, colleague):
    digest_choose(firm_id=firm, user=colleague, weekly=True)
    assert membership_of(books, colleague).weekly_digest
    assert not membership_of(books, books.user).weekly_digest
    with pytest.raises(AccessError):
        digest_choose(firm_id=firm, user=User.objects.create_user("x@example.com"), weekly=True)


def test_a_demo_is_put_away_and_a_real_firm_never(books, firm):
    with pytest.raises(RuleError) as caught:
        demo_close(firm_id=firm, user_id=books.user.pk)
    assert caught.value.code == "not_a_demo"
    demo = firm_create(name="Demo", owner=books.user, is_demo=True)
    assert [p.is_demo for p in practices_of(books.user)] == [True, False]
    demo_close(firm_id=demo.pk, user_id=books.user.pk)
    assert [p.firm_id for p in practices_of(books.user)] == [firm]
