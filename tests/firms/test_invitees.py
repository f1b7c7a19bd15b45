"""Whom a firm may invite, and how many within an hour."""

import datetime as dt

import pytest
from django.utils import timezone

from ledgerflow.core.errors import AccessError, ConflictError, InputError, LimitError
from ledgerflow.firms import invitees
from ledgerflow.firms.invitation_models import Invitation
from ledgerflow.firms.inviting import invitation_make
from ledgerflow.firms.models import User

pytestmark = pytest.mark.django_db


def invite(books, email):
    return invitation_make(
        firm_id=books.place.firm_id, email=email, role="viewer", user_id=books.user.pk
    )


def test_an_address_is_kept_in_small_letters_and_must_be_one():
    assert invitees.address_of(" Kim@Example.COM ") == "kim@example.com"
    with pytest.raises(InputError):
        invitees.address_of("kim at example")


def test_only_owners_invite_and_only_into_their_businesses(books, make_books):
    stranger = User.objects.create_user("stranger@example.com", "correct horse 12")
    other = make_books(name="Other Books")
    with books.scope():
        with pytest.raises(AccessError):
            invitees.require_inviter(books.place.firm_id, stranger.pk)
        with pytest.raises(AccessError):
            invitees.business_offered(other.place.business_id)
        with pytest.raises(ConflictError):
            invitees.refuse_member(books.place.firm_id, books.user.email, None)


def test_a_firm_invites_so_many_people_an_hour(books, monkeypatch):
    monkeypatch.setattr(invitees, "HOURLY_MAX", 2)
    row, _ = invite(books, "one@example.com")
    invite(books, "one@example.com")
    with pytest.raises(LimitError, match="2 invitations within the last hour") as caught:
        invite(books, "two@example.com")
    assert caught.value.code == "too_many_invitations"
    with books.scope():
        earlier = timezone.now() - dt.timedelta(minutes=61)
        Invitation.objects.filter(pk=row.pk).update(invited_at=earlier)
    invite(books, "two@example.com")
