"""What is recorded stands: for the application by its rights, for the owner by triggers."""

import datetime as dt

import psycopg
import pytest

from ledgerflow.core.errors import AccessError, AppendOnly, UnbalancedEntry
from tests.raw_sql import check_deferred, insert, refused

pytestmark = pytest.mark.django_db

RECORDED = (
    "ledger_journalentry",
    "ledger_journalline",
    "review_decision",
    "review_decisionpart",
    "audit_auditevent",
    "audit_batch",
    "audit_seal",
    "classification_suggestion",
    "statements_statementline",
    "statements_linematch",
    "statements_matchchange",
    "statements_bankaccountidentity",
    "agents_toolcall",
    "agents_outboundcall",
    "review_questiontransaction",
    "review_answer",
    "review_note",
)
KEPT = (
    *RECORDED,
    "ledger_account",
    "ledger_monthbalance",
    "ledger_daybalance",
    "ledger_period",
    "statements_bankaccount",
    "statements_statementfile",
    "statements_statement",
    "statements_banktransaction",
    "agents_agentrun",
    "agents_lookup",
    "review_attachment",
    "review_question",
    "review_questionlink",
    "statements_accountmonth",
)
TENANT_ONLY = ("firms_business", "firms_membership", "classification_rule")


def rows(raw, table):
    return raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("table", RECORDED)
def test_the_application_cannot_update_what_is_recorded(app, table):
    assert rows(app, table) > 0
    with refused(app, AppendOnly):
        app.execute(f"UPDATE {table} SET firm_id = firm_id")


@pytest.mark.parametrize("table", KEPT)
def test_the_application_cannot_delete_what_books_rest_on(app, table):
    with refused(app, AppendOnly):
        app.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("door", [False, True])
@pytest.mark.parametrize("table", [*KEPT, *TENANT_ONLY])
def test_the_application_cannot_truncate_even_with_the_door_set(app, table, door):
    with refused(app, AppendOnly):
        if door:
            app.execute("SET app.allow_truncate = 'on'")
        app.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", RECORDED)
def test_the_owners_triggers_refuse_every_change(owner, table):
    assert rows(owner, table) > 0
    for attack in ("UPDATE {} SET firm_id = firm_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with refused(owner, AppendOnly, "append_only"):
            owner.execute(attack.format(table))


def test_the_owner_may_truncate_through_the_door_only(owner):
    owner.execute("SET LOCAL app.allow_truncate = 'on'")
    owner.execute("TRUNCATE review_decision CASCADE")
    assert rows(owner, "review_decision") == 0
    owner.rollback()
    assert rows(owner, "review_decision") > 0
    with refused(owner, AppendOnly, "append_only"):
        owner.execute("SET LOCAL app.allow_truncate = 'on'")
        owner.execute("DELETE FROM review_decision")


def test_a_line_moved_by_an_owner_without_triggers_is_missed_by_its_old_entry(owner, own):
    with refused(owner, UnbalancedEntry, "journalentry_has_lines"):
        owner.execute("ALTER TABLE ledger_journalline DISABLE TRIGGER append_only_rows")
        owner.execute(
            "UPDATE ledger_journalline SET entry_id = %s, position = 50"
            " WHERE entry_id = %s AND position = 1",
            [own.ids["other_entry"], own.ids["entry"]],
        )
        check_deferred(owner)


def test_a_pair_of_lines_moved_leaves_an_empty_entry_which_is_caught(owner, own):
    with refused(owner, UnbalancedEntry, "journalentry_has_lines"):
        owner.execute("ALTER TABLE ledger_journalline DISABLE TRIGGER append_only_rows")
        owner.execute(
            "UPDATE ledger_journalline SET entry_id = %s, position = position + 50"
            " WHERE entry_id = %s",
            [own.ids["other_entry"], own.ids["entry"]],
        )
        check_deferred(owner)


def test_a_line_moved_in_is_caught_at_its_new_entry(owner, own):
    """The old entry keeps two balanced lines, so only the new one is wrong."""
    entry = insert(owner, "ledger_journalentry", own.entry(idempotency_key="three"))
    owner.execute(
        f"""INSERT INTO ledger_journalline
        (firm_id, business_id, entry_id, position, account_id, date, amount, currency, note)
        SELECT {own.firm}, {own.business}, {entry}, p, a, '2025-01-15', x, 'USD', ''
          FROM (VALUES (1, {own.accounts["meals"]}, 5), (2, {own.accounts["Checking"]}, -5),
                       (3, {own.accounts["meals"]}, 7), (4, {own.accounts["Checking"]}, -7))
               AS v (p, a, x)"""
    )
    check_deferred(owner)
    owner.execute("SET CONSTRAINTS ALL DEFERRED")
    with refused(owner, UnbalancedEntry, "journalentry_balanced"):
        owner.execute("ALTER TABLE ledger_journalline DISABLE TRIGGER append_only_rows")
        owner.execute(
            "UPDATE ledger_journalline SET entry_id = %s, position = position + 50"
            " WHERE entry_id = %s AND position IN (1, 4)",
            [own.ids["other_entry"], entry],
        )
        check_deferred(owner)


def test_a_line_deleted_or_changed_by_an_owner_without_triggers_is_caught(owner, own):
    for attack, constraint in (
        (
            "DELETE FROM ledger_journalline WHERE entry_id = %s AND position = 1",
            "journalentry_has_lines",
        ),
        (
            "UPDATE ledger_journalline SET amount = 1 WHERE entry_id = %s AND position = 1",
            "journalentry_balanced",
        ),
    ):
        with refused(owner, UnbalancedEntry, constraint):
            owner.execute("ALTER TABLE ledger_journalline DISABLE TRIGGER append_only_rows")
            owner.execute(attack, [own.ids["entry"]])
            check_deferred(owner)


@pytest.mark.parametrize(
    "change",
    ["date = '2024-12-31'", "amount = 1", "description = 'x'", "currency = 'EUR'",
     "bank_account_id = bank_account_id", "is_live = false, amount = 1", "counterparty = 'x'"],
)  # fmt: skip
def test_of_a_bank_transaction_only_liveness_changes(app, change):
    app.execute("UPDATE statements_banktransaction SET is_live = is_live")
    with refused(app, AppendOnly):
        app.execute(f"UPDATE statements_banktransaction SET {change}")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("statements_statement", name) for name in (
            "opening", "closing", "closing_date", "start", '"end"', "lines_sum", "line_count",
            "own_verdict", "proof", "file_id", "bank_account_id", "currency", "position")),
        *(("statements_statementfile", name) for name in (
            "name", "sha256", "size_bytes", "stored_as", "received_at", "received_by_id",
            "batch_id", "business_id")),
    ],
)  # fmt: skip
def test_what_a_statement_and_its_file_say_cannot_be_changed(app, table, column):
    with refused(app, AppendOnly):
        app.execute(f"UPDATE {table} SET {column} = {column}")


def test_statement_rows_point_at_their_own_business_only(app, own, other, sister):
    """Attach a line of ours to another firm's statement, and to ours under a sister's name."""
    row = {
        "firm_id": own.firm, "business_id": own.business, "statement_id": own.ids["statement"],
        "position": 50, "row": 1, "date": dt.date(2025, 1, 2), "amount": 1, "currency": "USD",
        "description": "", "counterparty": "", "bank_id": "", "bank_type": "",
        "check_number": "", "raw": "",
    }  # fmt: skip
    name = "statements_statementline_statement_id_same_firm_business"
    for change in ({"statement_id": other.ids["statement"]}, {"business_id": sister}):
        with refused(app, AccessError, name):
            insert(app, "statements_statementline", row | change)
    assert insert(app, "statements_statementline", row)


def test_a_batch_of_another_business_cannot_be_used(app, own, sister):
    batch = {
        "firm_id": own.firm,
        "business_id": sister,
        "kind": "undo",
        "title": "x",
        "undoes_id": own.ids["batch"],
        "created_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    }
    with refused(app, AccessError, "audit_batch_undoes_id_same_firm_business"):
        insert(app, "audit_batch", batch)


def test_the_words_an_agent_was_given_never_change(app, owner):
    """Prompts are of no firm: the operator writes another version."""
    assert rows(app, "agents_promptversion") > 0
    for attack in ("UPDATE {} SET text = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with refused(app, AppendOnly):
            app.execute(attack.format("agents_promptversion"))
        with refused(owner, AppendOnly, "append_only"):
            owner.execute(attack.format("agents_promptversion"))


def test_the_application_cannot_switch_triggers_or_rules_off(app):
    for attack in (
        "ALTER TABLE ledger_journalline DISABLE TRIGGER ALL",
        "ALTER TABLE ledger_journalline NO FORCE ROW LEVEL SECURITY",
        "DROP TRIGGER append_only_rows ON ledger_journalline",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "SET ROLE lf_owner",
        "ALTER ROLE lf_app BYPASSRLS",
        "CREATE OR REPLACE FUNCTION lf_firm() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(attack)
        app.rollback()


@pytest.mark.parametrize("table", ["ledger_monthbalance", "ledger_daybalance"])
def test_nobody_but_the_trigger_writes_kept_balances(app, own, table):
    assert rows(app, table) > 0
    for attack in (
        f"UPDATE {table} SET amount = 0",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
    ):
        with refused(app, AppendOnly):
            app.execute(attack)
