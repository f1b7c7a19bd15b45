"""The firm of a transaction: set, nested, left."""

import pytest
from django.db import DataError, connection, transaction

from ledgerflow.core.errors import FirmNotSet
from ledgerflow.core.scope import current_scope, current_user_id, firm_scope
from ledgerflow.firms.models import Business


def told():
    """What PostgreSQL was told in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.firm_id'), current_setting('app.user_id')")
        return cursor.fetchone()


def test_a_transaction_learns_firm_and_user_as_it_begins(db):
    with firm_scope(7, 3), transaction.atomic():
        assert told() == ("7", "3")


def test_a_scope_inside_a_transaction_holds_until_it_is_left(db):
    with transaction.atomic(), firm_scope(7):
        with firm_scope(8, 4):
            assert told() == ("8", "4")
        assert told() == ("7", "")
        assert (current_scope(), current_user_id()) == (("7", ""), None)


def test_a_savepoint_rolled_back_leaves_the_right_firm(db):
    with transaction.atomic(), firm_scope(7):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), firm_scope(8):
            raise ZeroDivisionError
        assert told() == ("7", "")


def test_a_broken_statement_inside_does_not_leave_the_inner_firm_behind(db):
    with transaction.atomic(), firm_scope(7):
        with (
            pytest.raises(DataError, match="division by zero"),
            transaction.atomic(),
            firm_scope(8),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert told() == ("7", "")


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_even_a_scope_is_not_enough():
    with firm_scope(7), pytest.raises(FirmNotSet, match="firms_business") as caught:
        Business.objects.count()
    assert "transaction.atomic()" in caught.value.hint


@pytest.mark.django_db(transaction=True)
def test_a_firm_does_not_outlive_its_transaction():
    with firm_scope(7), transaction.atomic():
        assert told() == ("7", "")
    with transaction.atomic():
        assert told() == ("", "")
