"""A program shows its token."""

import pytest
from django.test import RequestFactory

from ledgerflow.core.errors import LimitError
from ledgerflow.firms.tokens import token_make
from ledgerflow.web.signin.bearer import bearer
from ledgerflow.web.throttle import FAILURES_MAX


def asked(header=None, address="203.0.113.9"):
    headers = {} if header is None else {"Authorization": header}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


def test_the_header_says_whose_it_is(books):
    _, text = token_make(firm_id=books.place.firm_id, user=books.user, name="reports", days=1)
    assert bearer(asked(f"Bearer {text}")) == (books.user, books.place.firm_id)


@pytest.mark.parametrize("header", [None, "", "Basic eDp5", "Bearer", "Bearer lf_1_1_x"])
def test_without_a_token_that_works_it_is_nobody(db, header):
    assert bearer(asked(header, "203.0.113.10")) is None


def test_who_guesses_is_slowed_down_and_nobody_else(db):
    for _ in range(FAILURES_MAX):
        assert bearer(asked("Bearer guess", "203.0.113.11")) is None
    with pytest.raises(LimitError):
        bearer(asked("Bearer guess", "203.0.113.11"))
    assert bearer(asked("Bearer guess", "203.0.113.12")) is None
