"""Access tokens: shown once, found by their secret, ended by their owner or an owner."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.invitation_models import AccessToken
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.firms.tokens import token_find, token_make, token_revoke, tokens_open


@pytest.fixture
def made(books):
    """A token of the owner: (row, text)."""
    return token_make(firm_id=books.place.firm_id, user=books.user, name="monthly reports", days=30)


def test_a_token_says_whose_it_is_and_for_which_firm(books, made):
    row, text = made
    assert token_find(text) == (books.user, books.place.firm_id)
    assert bytes(row.secret_hash) == hashlib.sha256(text.split("_", 3)[3].encode()).digest()
    assert tokens_open(books.place.firm_id) == [row]


def test_its_use_is_written_down_every_few_minutes(books, made):
    row, text = made

    def used():
        with books.scope():
            return AccessToken.objects.get(pk=row.pk).last_used_at

    assert used() is None
    token_find(text)
    first = used()
    token_find(text)
    assert used() == first is not None


@pytest.mark.parametrize("wrong", ["", "x", "lf_1_1_short", "lf_999999_1_{secret}", "{text}x"])
def test_what_is_no_token_finds_nobody(made, wrong):
    _, text = made
    assert token_find(wrong.format(text=text, secret=text.split("_", 3)[3])) is None


def test_a_secret_of_another_token_finds_nobody(books, made):
    row, text = made
    other, _ = token_make(firm_id=books.place.firm_id, user=books.user, name="second", days=1)
    assert token_find(text.replace(f"_{row.pk}_", f"_{other.pk}_")) is None


@pytest.mark.parametrize("end", ["expired", "revoked", "member no more", "switched off"])
def test_a_token_ends_with_its_time_its_person_and_its_membership(books, made, end):
    row, text = made
    firm = books.place.firm_id
    with books.scope():
        if end == "expired":
            earlier = timezone.now() - dt.timedelta(seconds=1)
            AccessToken.objects.filter(pk=row.pk).update(expires_at=earlier)
        if end == "member no more":
            Membership.objects.all().delete()
    if end == "revoked":
        token_revoke(firm_id=firm, token_id=row.pk, user=books.user)
    if end == "switched off":
        User.objects.filter(pk=books.user.pk).update(is_active=False)
    assert token_find(text) is None


def test_a_bookkeeper_ends_only_the_own_tokens_and_an_owner_all(books, made):
    row, _ = made
    firm = books.place.firm_id
    kim = User.objects.create_user("kim@example.com", "four plain long words")
    with books.scope():
        membership_grant(firm_id=firm, user=kim, role="bookkeeper")
    own, text = token_make(firm_id=firm, user=kim, name="mine", days=1)
    assert [t.pk for t in tokens_open(firm, user_id=kim.pk)] == [own.pk]
    with pytest.raises(AccessError, match="no such token, or it is not yours"):
        token_revoke(firm_id=firm, token_id=row.pk, user=kim)
    token_revoke(firm_id=firm, token_id=own.pk, user=books.user)
    assert token_find(text) is None


def test_who_is_no_member_makes_none(books):
    kim = User.objects.create_user("kim@example.com", "four plain long words")
    with pytest.raises(AccessError):
        token_make(firm_id=books.place.firm_id, user=kim, name="mine", days=1)
    with firm_scope(books.place.firm_id):
        assert tokens_open(books.place.firm_id) == []


@pytest.mark.parametrize(("name", "days"), [(" ", 1), ("reports", 0), ("reports", 367)])
def test_a_token_has_a_name_and_an_end(books, name, days):
    with pytest.raises(InputError):
        token_make(firm_id=books.place.firm_id, user=books.user, name=name, days=days)
