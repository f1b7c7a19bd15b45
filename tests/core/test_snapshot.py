"""A long read sees one moment, though others write meanwhile."""

import threading

import pytest
from django.db import connection, transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.core.snapshot import one_picture
from ledgerflow.firms.models import Firm, User
from ledgerflow.firms.services import firm_create

LEVEL = "SELECT current_setting('transaction_isolation')"


def level():
    """The running transaction's isolation level."""
    with connection.cursor() as cursor:
        cursor.execute(LEVEL)
        return cursor.fetchone()[0]


def rename(firm, name):
    """From another connection, committed."""
    try:
        with firm_scope(firm.pk), transaction.atomic():
            Firm.objects.filter(pk=firm.pk).update(name=name)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_others_commit_is_seen_only_after_the_picture():
    owner = User.objects.create_user("owner@example.com")
    firm = firm_create(name="Before", owner=owner)
    with one_picture(), firm_scope(firm.pk), transaction.atomic():
        assert level() == "repeatable read"
        assert Firm.objects.get(pk=firm.pk).name == "Before"
        other = threading.Thread(target=rename, args=(firm, "After"))
        other.start()
        other.join()
        assert Firm.objects.get(pk=firm.pk).name == "Before"
    with firm_scope(firm.pk), transaction.atomic():
        assert (level(), Firm.objects.get(pk=firm.pk).name) == ("read committed", "After")


@pytest.mark.django_db(transaction=True)
def test_the_level_is_given_back_after_a_fault():
    with pytest.raises(ZeroDivisionError), one_picture(), transaction.atomic():
        raise ZeroDivisionError
    with transaction.atomic():
        assert level() == "read committed"


@pytest.mark.django_db
def test_inside_a_transaction_nothing_changes():
    with one_picture():
        assert level() == "read committed"
