"""What the role of agents is given after migrations, and where there is no such role."""

import pytest
from django.apps import apps
from django.db import connection

from ledgerflow.agents import grants


def given():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, string_agg(privilege_type, ', ' ORDER BY privilege_type)"
            " FROM pg_class, aclexplode(relacl)"
            " WHERE grantee = 'lf_agent'::regrole GROUP BY 1"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_migrations_give_exactly_the_rights_that_are_listed():
    wanted = {
        table: ", ".join(sorted(rights.split(", ")))
        for table, rights in grants.AGENT_RIGHTS.items()
    }
    assert given() == wanted


@pytest.mark.django_db
def test_a_server_without_the_role_is_migrated_all_the_same(monkeypatch):
    monkeypatch.setattr(grants, "AGENT_ROLE", "lf_agent_that_is_not_there")
    before = given()
    grants.grant_agent_rights(sender=apps.get_app_config("agents"), using="default")
    assert given() == before
