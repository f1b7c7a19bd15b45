"""Finding firms and people by what an operator calls them."""

import pytest

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.selectors import operator_firm, operator_firms


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
