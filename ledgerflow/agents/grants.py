"""What the role of agents may do: write suggestions and its own records, nothing else.

Here: the rights and the policy on them, given after migrations where the role exists. Not here:
making the role (embedded/roles.py, docker/postgres/roles.sql), or taking it on for a transaction
(role.py). No right on journals, decisions, rules, payees or accounts: PostgreSQL refuses those.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

AGENT_ROLE = "lf_agent"

AGENT_RIGHTS: dict[str, str] = {
    "classification_suggestion": "SELECT, INSERT",
    "agents_agentrun": "SELECT, INSERT, UPDATE",
    "agents_toolcall": "SELECT, INSERT",
    "agents_outboundcall": "SELECT, INSERT",
}

ONLY_AS_AGENT = f"""
DROP POLICY IF EXISTS as_agent ON classification_suggestion;
CREATE POLICY as_agent ON classification_suggestion AS RESTRICTIVE FOR INSERT TO {AGENT_ROLE}
    WITH CHECK (source = 'agent')"""
"""What the role writes says that it is an agent's: no suggestion in the name of a rule."""


def grant_agent_rights(*, sender: AppConfig, using: str, **_: Any) -> None:
    """Give the role its few rights; where a server has no such role yet, agents refuse to run."""
    connection: Any = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [AGENT_ROLE])
        if cursor.fetchone() is None:
            return
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {AGENT_ROLE}")
        for table, rights in AGENT_RIGHTS.items():
            if table in tables:
                cursor.execute(f"GRANT {rights} ON {table} TO {AGENT_ROLE}")
        # Policies are the owner's: a flush of tests ends here as the application's role.
        if "classification_suggestion" in tables and connection.owner_mode:
            cursor.execute(ONLY_AS_AGENT)
