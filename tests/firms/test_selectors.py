"""Finding firms and people by what an operator calls them."""

import pytest

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.selectors import firm_owner, operator_firm, operator_firms
from ledgerflow.firms.services import membership_grant


def test_the_only_firm_needs_no_name(books):
    assert operator_firm().id == books.place.firm_id
    assert [f.name for f in operator_firms()] == [books.place.firm_name]


def test_a_firm_is_found_by_name_or_number(books, make_books):
    other = make_books()
    assert operator_firm(other.place.firm_name.upper()).id == other.place.firm_id
    assert operator_firm(str(books.place.firm_id)).id == books.place.firm_id


def test_of_several_one_must_be_named_and_an_unknown_one_is_refused(books, make_books):
    make_books()
    with pytest.raises(InputError) as caught:
        operator_firm()
    assert caught.value.code == "ambiguous_firm"
    with pytest.raises(AccessError) as caught:
        operator_firm("nobody")
    assert caught.value.code == "unknown_firm"


def test_without_any_firm_the_way_to_open_one_is_told(db):
    with pytest.raises(AccessError, match="no firm yet") as caught:
        operator_firm()
    assert "firm add" in caught.value.hint


def test_the_owner_of_a_firm_is_the_only_one_or_the_one_named(books, make_books):
    firm, owner = books.place.firm_id, books.user
    assert firm_owner(firm) == firm_owner(firm, owner.email) == owner
    stranger = make_books("Elsewhere").user
    with pytest.raises(AccessError) as caught:
        firm_owner(firm, stranger.email)
    assert caught.value.code == "owner_only"
    with books.scope():
        membership_grant(firm_id=firm, user=stranger, role="owner")
    with pytest.raises(InputError, match=stranger.email):
        firm_owner(firm)
