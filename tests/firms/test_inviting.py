"""Invitations: made by owners, taken once by the person they are for."""

import datetime as dt

import pytest
from django.utils import timezone

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.firms.access import practices_of
from ledgerflow.firms.invitation_models import Invitation
from ledgerflow.firms.inviting import (
    invitation_make,
    invitation_offer,
    invitation_take,
    invitation_withdraw,
    invitations_open,
)
from ledgerflow.firms.models import User
from ledgerflow.firms.services import membership_grant

GOOD = "four plain long words"


@pytest.fixture
def invited(books):
    """Make an invitation; fields may be given."""

    def make(email="Kim@Example.com", role="bookkeeper", **more):
        who = {"user_id": books.user.pk} | more
        return invitation_make(firm_id=books.place.firm_id, email=email, role=role, **who)

    return make


def test_a_new_person_takes_an_invitation_and_is_a_member(books, invited):
    row, token = invited()
    assert (row.email, row.expires_at > timezone.now()) == ("kim@example.com", True)
    offer = invitation_offer(token)
    assert (offer.role, offer.has_account, offer.business_name) == ("bookkeeper", False, "")
    kim = invitation_take(token, name="Kim", password=GOOD)
    assert (kim.name, kim.email, kim.check_password(GOOD)) == ("Kim", "kim@example.com", True)
    (practice,) = practices_of(kim)
    assert (practice.firm_id, practice.role) == (books.place.firm_id, "bookkeeper")
    assert invitations_open(books.place.firm_id) == []


def test_a_client_sees_the_one_business_that_the_invitation_names(books, invited):
    _, token = invited(role="client", business_id=books.place.business_id)
    assert invitation_offer(token).business_name == "Harbor Street Studio"
    kim = invitation_take(token, name="Kim", password=GOOD)
    assert practices_of(kim)[0].business_ids == (books.place.business_id,)


def test_somebody_with_an_account_takes_it_as_themselves(books, invited):
    kim = User.objects.create_user("kim@example.com", GOOD)
    _, token = invited()
    assert invitation_offer(token).has_account
    assert invitation_take(token, user=kim) == kim
    assert practices_of(kim)[0].role == "bookkeeper"


def test_somebody_else_cannot_take_it(books, invited):
    lee = User.objects.create_user("lee@example.com", GOOD)
    _, token = invited()
    with pytest.raises(AccessError, match=r"is for kim@example\.com; you are signed in as lee"):
        invitation_take(token, user=lee)
    assert practices_of(lee) == []


def refusal(token):
    with pytest.raises(AccessError) as refused:
        invitation_offer(token)
    return refused.value.message, refused.value.code, refused.value.hint


def test_expired_withdrawn_taken_and_guessed_look_alike(books, invited):
    firm, owner = books.place.firm_id, books.user.pk
    said = {refusal("guessed"), refusal("1.1.guess:and-a-signature-that-is-none")}
    _, taken = invited()
    invitation_take(taken, name="Kim", password=GOOD)
    old, expired = invited("old@example.com")
    with books.scope():
        earlier = timezone.now() - dt.timedelta(seconds=1)
        Invitation.objects.filter(pk=old.pk).update(expires_at=earlier)
    row, withdrawn = invited("lee@example.com")
    invitation_withdraw(firm_id=firm, invitation_id=row.pk, user_id=owner)
    said |= {refusal(token) for token in (taken, expired, withdrawn, withdrawn[:-1])}
    assert len(said) == 1


def test_the_row_alone_makes_no_token(books, invited):
    """Its secret is a digest, and a token of one row fits no other."""
    first, token = invited()
    second, _ = invited("lee@example.com")
    assert first.secret_hash not in (b"", second.secret_hash)
    assert refusal(token.replace(f".{first.pk}.", f".{second.pk}."))[1] == "no_invitation"


def test_a_second_invitation_takes_the_place_of_the_first(books, invited):
    _, first = invited()
    row, second = invited(role="viewer")
    assert refusal(first)[1] == "no_invitation"
    assert invitation_offer(second).role == "viewer"
    assert invitations_open(books.place.firm_id) == [row]


@pytest.mark.parametrize("role", ["bookkeeper", "viewer"])
def test_only_owners_invite_and_withdraw(books, invited, role):
    lee = User.objects.create_user("lee@example.com", GOOD)
    row, token = invited()
    with books.scope():
        membership_grant(firm_id=books.place.firm_id, user=lee, role=role)
    with pytest.raises(AccessError, match="Only an owner"):
        invited("ann@example.com", user_id=lee.pk)
    with pytest.raises(AccessError, match="Only an owner"):
        invitation_withdraw(firm_id=books.place.firm_id, invitation_id=row.pk, user_id=lee.pk)
    assert invitation_offer(token)


def test_an_owner_of_another_firm_invites_nobody_here(books, invited, make_books):
    stranger = make_books(name="Other Books")
    with pytest.raises(AccessError):
        invited(user_id=stranger.user.pk)
    row, _ = invited()
    with pytest.raises(AccessError):
        invitation_withdraw(
            firm_id=stranger.place.firm_id, invitation_id=row.pk, user_id=stranger.user.pk
        )


def test_who_works_elsewhere_is_invited_like_anybody(books, invited, make_books):
    stranger = make_books(name="Other Books")
    _, token = invited(stranger.user.email)
    invitation_take(token, user=stranger.user)
    assert {p.role for p in practices_of(stranger.user)} == {"owner", "bookkeeper"}


def test_a_business_of_another_firm_cannot_be_named(books, invited, make_books):
    theirs = make_books(name="Other Books").place.business_id
    with pytest.raises(AccessError, match="no such business in this firm"):
        invited(role="client", business_id=theirs)


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [
        ("kim at example", "viewer", "no e-mail address"),
        ("kim@example.com", "emperor", "no role 'emperor'"),
        ("kim@example.com", "client", "needs business"),
    ],
)
def test_what_cannot_be_offered_is_said(invited, email, role, said):
    with pytest.raises(InputError, match=said):
        invited(email, role)


def test_a_member_is_not_invited_again(books, invited):
    _, token = invited()
    invitation_take(token, name="Kim", password=GOOD)
    with pytest.raises(ConflictError, match="a member of this firm already, as bookkeeper"):
        invited(role="client", business_id=books.place.business_id)


def test_a_weak_password_makes_no_account_and_leaves_the_invitation(invited):
    _, token = invited()
    with pytest.raises(InputError, match="at least 12 characters"):
        invitation_take(token, name="Kim", password="short")
    assert not User.objects.filter(email="kim@example.com").exists()
    assert invitation_offer(token)


def test_each_step_is_in_the_audit(books, invited):
    _, token = invited()
    kim = invitation_take(token, name="Kim", password=GOOD)
    with books.scope():
        events = AuditEvent.objects.filter(subject="invitation").order_by("pk")
        told = [(e.action, e.user_id, e.detail) for e in events]
    role = {"role": "bookkeeper"}
    assert told == [
        ("invitation_make", books.user.pk, role),
        ("invitation_take", kim.pk, role),
    ]
