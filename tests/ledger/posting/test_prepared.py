"""A prepared statement: once a connection, its row, its refusals, its place in the query log."""

import datetime as dt

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from ledgerflow.ledger.posting.prepared import Prepared

pytestmark = pytest.mark.django_db

SUM = Prepared(b"test_sum", "SELECT $1::bigint + $2::bigint, $3::text", (False, False, True))


def sum_of(one: bytes | None, other: bytes, text: bytes = b"x"):
    total, said = SUM.row([one, other, text])
    return None if total is None else int.from_bytes(total, signed=True), said


def test_the_row_comes_as_the_types_bytes():
    assert sum_of(b"2", b"-5") == (-3, b"x")
    assert sum_of(None, b"1") == (None, b"x")


def test_it_is_prepared_once_a_connection():
    sum_of(b"1", b"1")
    sum_of(b"2", b"2")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'test_sum'")
        assert cursor.fetchone() == (1,)


def test_a_refusal_is_djangos_error_and_breaks_no_more_than_its_block():
    with pytest.raises(DataError) as caught, transaction.atomic():
        sum_of(b"one", b"1")
    assert caught.value.__cause__.sqlstate == "22P02"
    assert sum_of(b"1", b"1") == (2, b"x")


def test_a_zero_byte_within_a_text_is_refused_and_ends_nothing_early():
    with pytest.raises(DataError), transaction.atomic():
        sum_of(b"1", b"1", b"all\x00of it")


def test_a_constraint_is_named():
    insert = Prepared(
        b"test_insert", "INSERT INTO firms_user (id) VALUES ($1) RETURNING id", (False,)
    )
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        insert.row([b"1"])
    assert caught.value.__cause__.diag.table_name == "firms_user"


def test_a_statement_that_cannot_be_prepared_says_why():
    wrong = Prepared(b"test_wrong", "SELECT nothing_of_this_name", ())
    with pytest.raises(Exception, match="nothing_of_this_name"), transaction.atomic():
        wrong.row([])


def test_a_broken_transaction_is_not_gone_on_with():
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            sum_of(b"1", b"1")


def test_it_is_seen_where_queries_are_counted():
    with CaptureQueriesContext(connection) as captured:
        sum_of(b"1", b"1")
    assert [query["sql"] for query in captured] == [SUM.sql]


@pytest.mark.django_db(transaction=True)
def test_a_server_that_forgot_it_is_told_again():
    """Another one behind a pooler, or the same after DISCARD ALL."""
    sum_of(b"1", b"1")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert sum_of(b"1", b"2") == (3, b"x")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_gone_is_an_operational_error_and_the_next_one_works():
    sum_of(b"1", b"1")
    end = Prepared(b"test_end", "SELECT pg_terminate_backend(pg_backend_pid())", ())
    with pytest.raises(OperationalError):
        end.row([])
    connection.close()
    assert sum_of(b"1", b"1") == (2, b"x")


def test_moments_come_as_microseconds_of_this_century():
    moment = Prepared(b"test_moment", "SELECT timestamptz '2000-01-02 00:00:00+00'", ())
    (value,) = moment.row([])
    assert int.from_bytes(value, signed=True) == dt.timedelta(days=1) / dt.timedelta(microseconds=1)
