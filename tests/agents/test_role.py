"""The role that an agent's answers are written under, for a part of a transaction."""

import pytest
from django.db import ProgrammingError, connection, transaction

from ledgerflow.agents import role
from ledgerflow.agents.role import agent_role
from ledgerflow.core.errors import OutsideError


def current_user():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_inside_it_is_the_agents_role_and_afterwards_the_application_again(books):
    with books.scope():
        with agent_role():
            assert current_user() == "lf_agent"
        assert current_user() == "lf_app"


def test_what_the_role_may_not_do_postgresql_refuses_and_the_role_ends(books):
    with books.scope():
        with pytest.raises(ProgrammingError), transaction.atomic(), agent_role():
            connection.cursor().execute("DELETE FROM classification_rule")
        assert current_user() == "lf_app"


def test_a_broken_transaction_shows_its_own_error(books):
    with pytest.raises(ProgrammingError, match="permission denied"), books.scope(), agent_role():
        connection.cursor().execute("SELECT * FROM ledger_journalentry")
    assert current_user() == "lf_app"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(RuntimeError, match="transactions"), agent_role():
        pass


def test_a_server_without_the_role_gets_a_clear_message(books, monkeypatch):
    monkeypatch.setattr(role, "AGENT_ROLE", "lf_agent_that_is_not_there")
    with books.scope(), pytest.raises(OutsideError) as fault, agent_role():
        pass
    assert fault.value.code == "no_agent_role"
    assert "roles.sql" in fault.value.hint
