"""`ledgerflow seed`: invented books, and never among real ones without being asked."""

import pytest

from ledgerflow.cli import seed as command
from ledgerflow.core.errors import InputError, RuleError


@pytest.fixture
def shared(settings):
    """An installation of an operator's own database."""
    settings.DATABASE_IS_EMBEDDED = False
    settings.DEBUG = False


def test_books_that_are_kept_are_not_mixed_with_invented_ones(shared, books):
    with pytest.raises(RuleError) as caught:
        command._refuse_real_books(yes=False)
    assert caught.value.code == "not_empty"
    command._refuse_real_books(yes=True)


def test_an_empty_installation_takes_them(shared, db):
    command._refuse_real_books(yes=False)


def test_the_last_month_is_the_one_before_this_unless_it_is_said():
    assert str(command._month("2026-10")) == "2026-10-01"
    assert command._month("").day == 1
    with pytest.raises(InputError):
        command._month("October")
