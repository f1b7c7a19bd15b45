"""One firm never sees another's rows: asked of the database's own catalogue, then tried."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction

from ledgerflow.core.checks import application_role
from ledgerflow.core.errors import FirmNotSet
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Firm, Membership
from tests.raw_sql import act_for, connect

pytestmark = pytest.mark.django_db

MODELS = [m for m in apps.get_models() if getattr(m, "is_tenant", False)]
TENANTS = [m for m in MODELS if m is not Firm]
TABLES = [m._meta.db_table for m in TENANTS]
NOT_FORCED = {"firms_firm", "classification_payeealias"}
"""lf_firm_ids() reads firms, lf_spellings_near() the spellings of the transaction's firm."""

ONE_TO_ONE = {"statements_linematch_line_id_key"}
"""A line's id is unique by itself; its foreign key holds the firm."""


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_every_table_with_a_firm_belongs_to_a_tenant_model_and_the_other_way_round():
    found = ask(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'firm_id'"
    )
    assert {table for (table,) in found} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_the_firm_is_never_empty(table):
    assert ask(
        "SELECT is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND column_name = 'firm_id'",
        table,
    ) == [("NO",)]


@pytest.mark.parametrize("table", [*TABLES, "firms_firm"])
def test_row_security_is_enabled_and_forced(table):
    enabled, forced = ask(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )[0]
    assert enabled
    assert forced is (table not in NOT_FORCED), "functions of the owner read these, firm by firm"


@pytest.mark.parametrize("table", [*TABLES, "firms_firm"])
def test_one_policy_writes_and_checks_what_it_writes(table):
    policies = ask(
        "SELECT policyname, cmd, permissive, qual, with_check FROM pg_policies"
        " WHERE schemaname = 'public' AND tablename = %s AND permissive = 'PERMISSIVE'",
        table,
    )
    writing = [p for p in policies if p[1] != "SELECT"]
    assert [(p[0], p[1], p[2]) for p in writing] == [("firm", "ALL", "PERMISSIVE")]
    assert "lf_firm()" in writing[0][3]
    assert "lf_firm()" in writing[0][4]
    reading = {p[0] for p in policies} - {"firm"}
    assert reading == ({"own"} if table in {"firms_firm", "firms_membership"} else set())


def test_what_narrows_a_policy_is_known():
    """Restrictive policies only take away; each has its own tests (test_agent_role.py)."""
    narrowing = ask(
        "SELECT tablename, policyname, cmd, roles::text FROM pg_policies"
        " WHERE schemaname = 'public' AND permissive = 'RESTRICTIVE'"
    )
    assert narrowing == [("classification_suggestion", "as_agent", "INSERT", "{lf_agent}")]


@pytest.mark.parametrize("table", TABLES)
def test_the_firm_is_first_in_every_unique_key(table):
    keys = ask(
        "SELECT i.indexrelid::regclass::text, a.attname FROM pg_index i"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary",
        table,
    )
    assert {name for name, first in keys if first != "firm_id"} - ONE_TO_ONE == set()


# Looked for once a statement by the triggers of new rows, while the rows pointed at cannot go
# (tests/invariants/test_entries.py attacks each); kept balances are written by a trigger alone.
HELD_BY_TRIGGERS = {
    *(("JournalEntry", name) for name in ("business", "batch")),
    *(("JournalLine", name) for name in ("business", "entry", "account")),
    *((name, f) for name in ("MonthBalance", "DayBalance") for f in ("business", "account")),
    *(("WaitingTransaction", name) for name in ("business", "transaction", "bank_account")),
    *(("WaitingTransaction", name) for name in ("suggestion", "account")),
    *(("AccountMonth", name) for name in ("business", "bank_account")),
}


def relations():
    for model in TENANTS:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            is_held = (model.__name__, field.name) in HELD_BY_TRIGGERS
            if field.concrete and target in TENANTS and not is_held:
                yield model, field.column, target


@pytest.mark.parametrize(
    ("model", "column", "target"), list(relations()), ids=lambda x: getattr(x, "__name__", x)
)
def test_a_row_can_only_point_inside_its_firm_and_its_business(model, column, target):
    keys = ask(
        """SELECT array(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k (n, place)
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY place),
                  condeferrable
             FROM pg_constraint c WHERE contype = 'f' AND conrelid = %s::regclass
              AND confrelid = %s::regclass""",
        model._meta.db_table,
        target._meta.db_table,
    )
    wanted = ["firm_id", "business_id", column]
    loose = target._meta.label in {"firms.Business"} or model._meta.label == "audit.AuditEvent"
    if loose:  # a business is of a firm; an event may be of no business
        wanted.remove("business_id")
        wanted = ["firm_id", column]
    assert (wanted, False) in keys


def test_there_are_relations_to_judge():
    assert len(list(relations())) > 35


@pytest.mark.parametrize("table", [*TABLES, "firms_firm"])
def test_without_a_firm_a_tenant_table_reads_as_empty(own, other, table):
    raw = connect()
    assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    raw.close()


@pytest.mark.parametrize("table", [*TABLES, "firms_firm"])
def test_of_another_firm_nothing_is_seen_changed_or_removed(app, own, other, table):
    key = "id" if table == "firms_firm" else "firm_id"
    seen = app.execute(f"SELECT DISTINCT {key} FROM {table}").fetchall()
    assert seen in ([(own.firm,)], [])
    for attack in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):
        try:
            touched = app.execute(f"{attack} WHERE {key} = {other.firm}").rowcount
        except psycopg.errors.InsufficientPrivilege:
            app.rollback()
        else:
            assert touched == 0


def test_both_firms_have_rows_to_hide(own, other):
    empty = {}
    for firm in (own.firm, other.firm):
        raw = connect(firm=firm)
        empty[firm] = {
            t for t in TABLES if raw.execute(f"SELECT count(*) FROM {t}").fetchone() == (0,)
        }
        raw.close()
    learnt = {"classification_rule", "tax_accounttaxline"}
    assert empty[own.firm] <= learnt
    assert empty[other.firm] <= learnt


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_query_without_a_firm_is_loud(model):
    with pytest.raises(FirmNotSet, match=model._meta.db_table):
        model.objects.count()


@pytest.mark.parametrize("model", TENANTS, ids=lambda m: m.__name__)
def test_a_person_without_a_firm_reads_memberships_and_nothing_else(model):
    with firm_scope(None, 999_999), transaction.atomic():
        if model is Membership:
            assert model.objects.count() == 0
        else:
            with pytest.raises(FirmNotSet), transaction.atomic():
                model.objects.count()


def test_joining_an_allowed_table_does_not_open_a_closed_one():
    with firm_scope(None, 1), transaction.atomic(), pytest.raises(FirmNotSet):
        list(Membership.objects.filter(business__name="x"))


def test_before_a_firm_is_chosen_people_see_their_own_memberships_and_firms(own, other):
    raw = connect(user=own.user)
    assert raw.execute("SELECT firm_id, user_id FROM firms_membership").fetchall() == [
        (own.firm, own.user)
    ]
    assert raw.execute("SELECT id FROM firms_firm").fetchall() == [(own.firm,)]
    raw.close()


def test_a_membership_elsewhere_is_seen_but_neither_moved_nor_ended(own, other):
    """Working for one firm, the same person's role in another one is out of reach."""
    raw = connect(firm=other.firm, user=own.user)
    own_role = f"firm_id = {own.firm} AND user_id = {own.user}"
    assert raw.execute(f"SELECT 1 FROM firms_membership WHERE {own_role}").fetchall() == [(1,)]
    move = f"UPDATE firms_membership SET firm_id = {other.firm} WHERE {own_role}"
    assert raw.execute(move).rowcount == 0
    assert raw.execute(f"DELETE FROM firms_membership WHERE {own_role}").rowcount == 0
    assert raw.execute(f"DELETE FROM firms_firm WHERE id = {own.firm}").rowcount == 0
    raw.rollback()
    raw.close()


def test_nobody_makes_themselves_a_member_of_another_firm(app, own, other):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        app.execute(
            "INSERT INTO firms_membership (firm_id, user_id, role) VALUES (%s, %s, 'owner')",
            [other.firm, own.user],
        )


def test_whoever_asks_for_all_firms_learns_ids_only(app, own, other):
    act_for(app, None)
    assert app.execute("SELECT * FROM lf_firm_ids()").fetchall() == [(own.firm,), (other.firm,)]


def test_every_function_of_ours_names_its_search_path():
    """Otherwise a temporary table of the caller's would stand before the real one."""
    found = ask(
        "SELECT p.proname, p.proconfig FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'lf\\_%%'"
        " AND (l.lanname = 'plpgsql' OR p.prosecdef)"
    )
    set_up = {"lf_tenant", "lf_tenant_key", "lf_foreign_key", "lf_append_only"}
    loose = {name for name, config in found if "search_path=public, pg_temp" not in (config or [])}
    assert loose == set_up, "only what migrations call as the owner"


def test_the_application_is_an_ordinary_role():
    assert ask("SELECT current_user::text") == [("lf_app",)]
    assert ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'lf_app'::regrole"
    assert ask(owned) == [(0,)]
    assert application_role(databases=["default"]) == []


def test_the_start_check_reports_a_connection_as_the_owner():
    from ledgerflow.core.backend.base import DatabaseWrapper

    as_owner = DatabaseWrapper(
        {**connection.settings_dict, **connection.settings_dict["OWNER"]}, "default"
    )
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ledgerflow.core.checks.connections", {"default": as_owner})
            (error,) = application_role(databases=["default"])
    finally:
        as_owner.close()
    assert error.id == "ledgerflow.E001"
    assert "DATABASE_URL" in error.hint
