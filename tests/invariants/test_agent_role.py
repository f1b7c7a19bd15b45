"""The role that agents write under: suggestions and their own records, and not one thing more.

Every attack is raw SQL after `SET ROLE lf_agent`, as whatever an answer could bring in would be.
"""

import psycopg
import pytest

from ledgerflow.agents.grants import AGENT_RIGHTS
from ledgerflow.core.errors import AccessError, AppendOnly, ConflictError
from tests.raw_sql import insert, refused

pytestmark = pytest.mark.django_db

RIGHTS = {table: set(rights.split(", ")) for table, rights in AGENT_RIGHTS.items()}
TABLES = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
             AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname"""
ATTACKS = {
    "SELECT": "SELECT * FROM {} LIMIT 0",
    "INSERT": "INSERT INTO {} DEFAULT VALUES",
    "UPDATE": "UPDATE {} SET {column} = {column} WHERE false",
    "DELETE": "DELETE FROM {} WHERE false",
    "TRUNCATE": "TRUNCATE {}",
}
DEFINER = """SELECT p.oid::regproc::text FROM pg_proc p
 WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
   AND has_function_privilege('lf_agent', p.oid, 'EXECUTE')"""


@pytest.fixture
def agent(app):
    """What the application becomes where an agent's answer is written; for its own firm."""
    app.execute("SET ROLE lf_agent")
    app.commit()
    yield app
    app.rollback()
    app.execute("RESET ROLE")
    app.commit()


def names(raw, sql):
    return [name for (name,) in raw.execute(sql).fetchall()]


def test_of_every_table_it_may_do_what_is_listed_and_nothing_else(agent, owner):
    columns = dict(
        owner.execute(
            "SELECT table_name, min(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'NO' AND is_generated = 'NEVER'"
            " GROUP BY 1"
        ).fetchall()
    )
    tables = names(owner, TABLES)
    assert len(tables) > 50
    allowed = set()
    for table in tables:
        for right, attack in ATTACKS.items():
            try:
                agent.execute(attack.format(f'"{table}"', column=f'"{columns[table]}"'))
            except psycopg.Error as error:
                agent.rollback()
                # Allowed are also those that find fault with an empty row, or with its firm.
                if "permission denied" not in str(error):
                    allowed.add((table, right))
            else:
                agent.rollback()
                allowed.add((table, right))
    assert allowed == {(table, right) for table, rights in RIGHTS.items() for right in rights}


def test_no_sequence_is_in_its_reach(agent, owner):
    sequences = names(
        owner,
        "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace ="
        " 'public'::regnamespace AND (has_sequence_privilege('lf_agent', oid, 'USAGE')"
        " OR has_sequence_privilege('lf_agent', oid, 'SELECT')"
        " OR has_sequence_privilege('lf_agent', oid, 'UPDATE'))",
    )
    assert sequences == []


def test_of_the_owners_functions_it_calls_none(agent, owner):
    assert set(names(owner, DEFINER)) == set()
    for call in ("lf_firm_ids()", "lf_seal_make(1, 1, false)"):
        with refused(agent):
            agent.execute(f"SELECT * FROM {call}")


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT lf_entry_post(p) FROM (SELECT '{}'::jsonb AS p) x",
        "SELECT procrastinate_register_worker_v1()",
        "SELECT procrastinate_finish_job_v1(1, 'failed', true)",
        "SELECT procrastinate_prune_stalled_workers_v1(0)",
        "SELECT lf_append_only('agents_toolcall')",
        "SELECT lf_tenant('agents_toolcall')",
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY classification_suggestion TO PROGRAM 'cat'",
        "COPY classification_suggestion TO '/tmp/x'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> 'lf_app'",
    ],
)
def test_functions_that_anyone_may_call_do_not_lend_it_rights(agent, attack):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)):
        agent.execute(attack)


@pytest.mark.parametrize(
    "attack",
    [
        "SET ROLE lf_owner",
        "SET ROLE lf_backup",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION lf_owner",
        "ALTER ROLE lf_agent BYPASSRLS",
        "ALTER ROLE lf_agent LOGIN PASSWORD 'x'",
        "GRANT lf_owner TO lf_agent",
        "GRANT SELECT ON review_decision TO lf_agent",
        "CREATE ROLE lf_mine",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION lf_firm() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "CREATE SCHEMA mine",
        "CREATE EXTENSION dblink",
        "DROP TABLE agents_toolcall",
        "ALTER TABLE agents_toolcall DISABLE TRIGGER ALL",
        "ALTER TABLE classification_suggestion NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON classification_suggestion USING (true)",
        "SET session_replication_role = replica",
        "CREATE TRIGGER mine BEFORE INSERT ON agents_toolcall EXECUTE FUNCTION lf_refuse_change()",
    ],
)
def test_it_cannot_become_more_than_it_is(agent, attack):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject)):
        agent.execute(attack)


def test_it_is_no_login_inherits_nothing_and_gives_nothing_to_the_application(owner):
    assert (
        owner.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname = 'lf_agent'"
        ).fetchone()
        == (False,) * 6
    )
    assert owner.execute(
        "SELECT roleid::regrole::text, member::regrole::text, inherit_option, set_option,"
        " admin_option FROM pg_auth_members WHERE 'lf_agent'::regrole IN (roleid, member)"
        " AND member <> grantor"
    ).fetchall() == [("lf_agent", "lf_app", False, True, False)]
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'lf_agent'::regrole"
    assert owner.execute(owned).fetchone() == (0,)


def suggestion(own, **changes):
    return {
        "firm_id": own.firm, "business_id": own.business, "batch_id": own.ids["batch"],
        "transaction_id": own.ids["undecided"], "account_id": own.accounts["supplies"],
        "payee_key": "", "payee_name": "", "business_percent": 100, "confidence": 0,
        "source": "agent", "source_ref": "", "version": "", "reasons": "[]", "alternatives": "[]",
    } | changes  # fmt: skip


def run(own, **changes):
    return {
        "firm_id": own.firm, "business_id": own.business, "agent_id": own.ids["agent"],
        "prompt_id": own.ids["prompt"], "kind": "classification", "state": "running",
        "provider": "", "model_name": "", "is_trial": False, "subject_key": "", "reason_code": "",
        "reason": "", "requests": 0, "tool_calls": 0, "input_tokens": 0, "output_tokens": 0,
        "cost": 0, "milliseconds": 0,
    } | changes  # fmt: skip


def call(own, **changes):
    return {
        "firm_id": own.firm, "business_id": own.business, "run_id": own.ids["run"],
        "position": 1, "tool_name": "x", "module_path": "", "arguments": "{}", "result": "",
        "outcome": "ok", "error": "", "was_cut": False, "from_cache": False, "milliseconds": 0,
    } | changes  # fmt: skip


def outbound(own, **changes):
    return {
        "firm_id": own.firm, "business_id": own.business, "run_id": own.ids["run"],
        "purpose": "page", "method": "GET", "url": "", "host": "", "address": "", "refused": "",
        "sent_bytes": 0, "received_bytes": 0, "sent_sha256": "", "sent_text": "",
        "milliseconds": 0,
    } | changes  # fmt: skip


OWN = {
    "classification_suggestion": suggestion,
    "agents_agentrun": run,
    "agents_toolcall": call,
    "agents_outboundcall": outbound,
}


@pytest.mark.parametrize("table", OWN)
def test_its_own_records_it_writes_for_its_own_firm_only(agent, own, other, table):
    row = OWN[table](own)
    assert insert(agent, table, row)
    with refused(agent, AccessError):
        insert(agent, table, OWN[table](other))
    with refused(agent, AccessError):
        insert(agent, table, row | {"firm_id": other.firm})


@pytest.mark.parametrize(
    ("table", "column", "of"),
    [
        ("classification_suggestion", "account_id", lambda o: o.accounts["supplies"]),
        ("classification_suggestion", "transaction_id", lambda o: o.ids["undecided"]),
        ("classification_suggestion", "batch_id", lambda o: o.ids["batch"]),
        ("classification_suggestion", "transfer_with_id", lambda o: o.ids["undecided"]),
        ("agents_agentrun", "look_up_id", lambda o: o.ids["look_up"]),
        ("agents_toolcall", "run_id", lambda o: o.ids["run"]),
        ("agents_outboundcall", "run_id", lambda o: o.ids["run"]),
    ],
)
def test_no_record_points_at_another_firms_row(agent, own, other, table, column, of):
    constraint = f"{table}_{column}_same_firm_business"
    with refused(agent, AccessError, constraint):
        insert(agent, table, OWN[table](own, **{column: of(other)}))


@pytest.mark.parametrize("table", OWN)
def test_no_record_stands_in_a_sister_business(agent, own, sister, table):
    """Its firm, but neither its transactions nor its runs."""
    changes = {"look_up_id": own.ids["look_up"]} if table == "agents_agentrun" else {}
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="same_firm_business"):
        insert(agent, table, OWN[table](own, business_id=sister, **changes))


@pytest.mark.parametrize("table", OWN)
def test_another_firms_records_are_not_there_for_it(agent, own, other, table):
    assert agent.execute(f"SELECT DISTINCT firm_id FROM {table}").fetchall() == [(own.firm,)]
    if "UPDATE" in RIGHTS[table]:
        attack = f"UPDATE {table} SET reason = 'x' WHERE firm_id = {other.firm}"
        assert agent.execute(attack).rowcount == 0


def test_a_run_is_completed_once_and_what_it_was_asked_stays(agent, own):
    found = "WHERE id = %s"
    for change in ("agent_id = agent_id + 1", "kind = 'payee'", "subject_key = 'x'",
                   "is_trial = true", "started_at = now() - interval '1 day'"):  # fmt: skip
        with refused(agent, AppendOnly, "agentrun_ends_once"):
            agent.execute(f"UPDATE agents_agentrun SET {change} {found}", [own.ids["run"]])
    answered = f"UPDATE agents_agentrun SET state = 'answered', output = '{{}}' {found}"
    assert agent.execute(answered, [own.ids["run"]]).rowcount == 1
    with refused(agent, AppendOnly, "agentrun_ends_once"):
        agent.execute(f"UPDATE agents_agentrun SET state = 'failed' {found}", [own.ids["run"]])


def test_a_run_that_has_ended_stays_as_it_ended_for_everyone(agent, app, owner, own):
    for change in ("output = NULL", "state = 'running'", "cost = 0", "refusals = '[]'"):
        for raw in (agent, owner):
            with refused(raw, AppendOnly, "agentrun_ends_once"):
                raw.execute(
                    f"UPDATE agents_agentrun SET {change} WHERE id = %s", [own.ids["run_ended"]]
                )
    with refused(owner, AppendOnly, "agentrun_ends_once"):
        owner.execute("DELETE FROM agents_agentrun WHERE id = %s", [own.ids["run"]])


def test_a_call_is_numbered_once(agent, own):
    insert(agent, "agents_toolcall", call(own))
    with refused(agent, ConflictError, "toolcall_once"):
        insert(agent, "agents_toolcall", call(own))


def test_without_a_firm_it_sees_and_writes_nothing(agent, own):
    agent.execute("SELECT set_config('app.firm_id', '', true)")
    for table in OWN:
        assert agent.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    with refused(agent, AccessError):
        agent.execute("SELECT set_config('app.firm_id', '', true)")
        insert(agent, "classification_suggestion", suggestion(own))


@pytest.mark.parametrize("source", ["rule", "learned", "transfer", "knowledge", "none", "Agent"])
def test_it_suggests_in_no_other_name_than_an_agents(agent, own, source):
    with refused(agent, AccessError):
        insert(agent, "classification_suggestion", suggestion(own, source=source))
