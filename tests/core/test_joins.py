"""Large sets are joined as sets, few rows as the planner likes."""

import pytest
from django.db import connection, transaction

from ledgerflow.core.joins import MANY_ROWS, joined_as_sets

pytestmark = pytest.mark.django_db


def nested_loops() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("rows", "state"), [(MANY_ROWS, "off"), (MANY_ROWS - 1, "on")])
def test_many_rows_are_joined_as_sets_inside_the_block_only(rows, state):
    with joined_as_sets(rows):
        assert nested_loops() == state
    assert nested_loops() == "on"


def test_a_failure_inside_is_the_one_that_is_told():
    with pytest.raises(ZeroDivisionError), joined_as_sets(MANY_ROWS):
        assert 1 / 0
    assert nested_loops() == "on"


def broken_transaction() -> None:
    with transaction.atomic(), joined_as_sets(MANY_ROWS):
        connection.set_rollback(True)
        raise RuntimeError("as it was")


def test_a_broken_transaction_keeps_its_own_fault():
    with pytest.raises(RuntimeError, match="as it was"):
        broken_transaction()
