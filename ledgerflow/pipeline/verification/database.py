"""Is the wall still standing: row-level security, the application's role, the triggers.

Here: questions to PostgreSQL's catalogs, the same for every business. Not here: rows of tenants.
"""

from django.apps import apps
from django.db import connection

from ledgerflow.core.checks import ROLE_SQL
from ledgerflow.pipeline.verification.records import VerifyCheck, check_of

# The owner must see all firms to list them for jobs, and spellings to search them by their index:
# lf_firm_ids() gives away ids only, lf_spellings_near() the transaction's firm only.
NOT_FORCED = frozenset({"firms_firm", "classification_payeealias"})

SECURITY_SQL = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
  FROM pg_class c
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
   AND (c.relname = ANY(%s) OR EXISTS (
       SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'firm_id' AND NOT a.attisdropped))
 ORDER BY c.relname"""

APPEND_ONLY = (
    *("ledger_journalentry", "ledger_journalline", "review_decision", "audit_auditevent"),
    *("audit_batch", "audit_seal", "ledger_exchangerate", "ledger_entryrate"),
    *("statements_statementline", "statements_linematch", "classification_suggestion"),
    *("statements_matchchange", "statements_bankaccountidentity", "review_decisionpart"),
    *("agents_toolcall", "agents_outboundcall", "agents_promptversion"),
    *("review_questiontransaction", "review_answer", "review_note"),
)
TRIGGERS = frozenset(
    {(table, name) for table in APPEND_ONLY for name in ("append_only_rows", "append_only_table")}
    | {
        ("agents_agentrun", "append_only_table"),
        ("agents_agentrun", "ends_once"),
        ("audit_auditevent", "a_share_seal"),
        ("audit_seal", "seal_linked"),
        ("firms_business", "parent_stays_rows"),
        ("firms_firm", "demo_stays"),
        ("ledger_account", "parent_stays_rows"),
        ("ledger_account", "parent_stays_table"),
        ("ledger_entryrate", "entry_rate"),
        ("ledger_exchangerate", "rate_stated"),
        ("ledger_journalentry", "a_share_seal"),
        ("ledger_journalentry", "entries_added"),
        ("ledger_journalentry", "entry_before"),
        ("ledger_journalentry", "journalentry_changed"),
        ("ledger_journalentry", "journalentry_complete"),
        ("ledger_journalline", "journalline_parents"),
        ("ledger_journalline", "lines_added"),
        ("ledger_journalline", "lines_counted"),
        ("review_decision", "decision_sequence"),
        ("review_decision", "decision_split"),
        ("review_decisionpart", "decisionpart_whole"),
        ("classification_suggestion", "waiting_suggested"),
        ("review_decision", "waiting_decided"),
        ("review_attachment", "paper_kept"),
        ("review_attachment", "paper_stays"),
        ("statements_banktransaction", "months_added"),
        ("statements_banktransaction", "months_changed"),
        ("statements_banktransaction", "waiting_added"),
        ("statements_banktransaction", "waiting_changed"),
        ("statements_linematch", "changed_by_a_person"),
    }
)
"""(table, trigger) pairs that hold the rules of the books."""

TRIGGERS_SQL = """
SELECT c.relname, t.tgname, t.tgenabled::text IN ('O', 'A')
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = current_schema()::regnamespace
 ORDER BY c.relname, t.tgname"""


RIGHTS_SQL = """
SELECT 'audit_auditevent: the application may choose ids'
 WHERE has_column_privilege('audit_auditevent', 'id', 'INSERT')
UNION ALL SELECT 'audit_seal: the application may write seals'
 WHERE has_any_column_privilege('audit_seal', 'INSERT')"""


def database_checks() -> list[VerifyCheck]:
    """The checks of the database itself, as the application sees it."""
    return [_row_security(), _role(), _rights(), _triggers()]


def _row_security() -> VerifyCheck:
    tenants = {m._meta.db_table for m in apps.get_models() if getattr(m, "is_tenant", False)}
    with connection.cursor() as cursor:
        cursor.execute(SECURITY_SQL, [sorted(tenants)])
        rows = cursor.fetchall()
    broken = [f"{table} is missing" for table in sorted(tenants - {row[0] for row in rows})]
    for table, enabled, forced, has_policy in rows:
        if not enabled:
            broken.append(f"{table}: row-level security is off")
        if not forced and table not in NOT_FORCED:
            broken.append(f"{table}: row-level security is not forced on its owner")
        if not has_policy:
            broken.append(f"{table} has no policy")
    rule = "Row-level security is enabled and forced on every table of tenants"
    return check_of("row_level_security", rule, f"{len(rows)} tables", broken)


def _role() -> VerifyCheck:
    with connection.cursor() as cursor:
        cursor.execute(ROLE_SQL)
        superuser, bypass, owner = cursor.fetchone()
    found = {"is a superuser": superuser, "bypasses row-level security": bypass}
    broken = [
        f"the role {words}" for words, true in (found | {"owns tables": owner}).items() if true
    ]
    rule = "The application's role is neither owner nor superuser and bypasses nothing"
    return check_of("application_role", rule, "1 role", broken)


def _rights() -> VerifyCheck:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS_SQL)
        broken = [str(words) for (words,) in cursor.fetchall()]
    rule = "The application neither chooses ids of audit events nor writes seals itself"
    return check_of("audit_rights", rule, "2 rights", broken)


def _triggers() -> VerifyCheck:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS_SQL)
        rows = cursor.fetchall()
    there = {(table, name) for table, name, _ in rows}
    broken = [f"{table}: the trigger {name} is gone" for table, name in sorted(TRIGGERS - there)]
    broken += [
        f"{table}: the trigger {name} is off" for table, name, enabled in rows if not enabled
    ]
    rule = "The triggers that keep the books are there, and no trigger is off"
    return check_of("triggers", rule, f"{len(rows)} triggers", broken)
