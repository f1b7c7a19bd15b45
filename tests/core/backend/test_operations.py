"""The flush between tests goes through the owner's one door."""

import pytest
from django.core.management import call_command

from ledgerflow.firms.access import firm_ids

pytestmark = pytest.mark.django_db(transaction=True)


def test_append_only_tables_are_emptied_by_a_flush(make_books):
    make_books()
    assert len(firm_ids()) == 1
    call_command("flush", interactive=False, verbosity=0)
    assert firm_ids() == []
