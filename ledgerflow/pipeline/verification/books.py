"""Rules of the books, as sets in SQL: what must be true whoever wrote the rows.

Here: the queries. Not here: running them (records.py), decisions (decisions.py), statements
(statements.py). PostgreSQL refuses most of this damage; these queries find what came in behind
its back.
"""

from ledgerflow.ledger.recomputed import BALANCES_DIFFER
from ledgerflow.pipeline.verification.decisions import DECISION_RULES
from ledgerflow.pipeline.verification.records import SqlRule

ENTRIES = 'SELECT count(*) FROM "ledger_journalentry" WHERE business_id = %(business)s'
LINES = 'SELECT count(*) FROM "ledger_journalline" WHERE business_id = %(business)s'

BALANCE = SqlRule(
    name="entries_balance",
    rule="Every entry adds up to zero in each currency",
    unit="entries",
    count=ENTRIES,
    broken="""
SELECT 'entry ' || e.number || ': ' || sum(l.amount) || ' ' || l.currency || ' too much in debit'
  FROM "ledger_journalentry" e
  JOIN "ledger_journalline" l ON l.firm_id = e.firm_id AND l.entry_id = e.id
 WHERE e.business_id = %(business)s
 GROUP BY e.id, e.number, l.currency HAVING sum(l.amount) <> 0
 ORDER BY e.number, l.currency""",
)

TWO_LINES = SqlRule(
    name="entries_have_lines",
    rule="Every entry has two lines or more",
    unit="entries",
    count=ENTRIES,
    broken="""
SELECT 'entry ' || e.number || ': ' || count(l.entry_id) || ' lines'
  FROM "ledger_journalentry" e
  LEFT JOIN "ledger_journalline" l ON l.firm_id = e.firm_id AND l.entry_id = e.id
 WHERE e.business_id = %(business)s
 GROUP BY e.id, e.number HAVING count(l.entry_id) < 2 ORDER BY e.number""",
)

LINE_FACTS = SqlRule(
    name="lines_fit_entries",
    rule="Every journal line has an entry and an account of its business, its entry's day and its"
    " account's currency",
    unit="journal lines",
    count=LINES,
    broken="""
SELECT CASE WHEN e.id IS NULL OR e.business_id <> l.business_id
            THEN 'line ' || l.position || ' of ' || l.date || ' on account ' || l.account_id
                 || ': there is no entry ' || l.entry_id || ' in this business'
            WHEN a.id IS NULL OR a.business_id <> l.business_id
            THEN 'entry ' || e.number || ' line ' || l.position || ': there is no account '
                 || l.account_id || ' in this business'
            WHEN l.date <> e.date
            THEN 'entry ' || e.number || ' line ' || l.position || ': ' || l.date
                 || ', its entry is of ' || e.date
            ELSE 'entry ' || e.number || ' line ' || l.position || ': ' || l.currency || ' on '
                 || a.code || ', which is kept in ' || a.currency END
  FROM "ledger_journalline" l
  LEFT JOIN "ledger_journalentry" e ON e.id = l.entry_id
  LEFT JOIN "ledger_account" a ON a.id = l.account_id
 WHERE l.business_id = %(business)s
   AND (e.id IS NULL OR e.business_id <> l.business_id OR a.id IS NULL
        OR a.business_id <> l.business_id OR l.date <> e.date OR l.currency <> a.currency)
 ORDER BY e.number, l.entry_id, l.position""",
)

KEPT_WRONG = f"WITH differing AS ({BALANCES_DIFFER})\n"
KEPT = SqlRule(
    name="kept_balances",
    rule="Every balance that is kept for a month or a day is the sum of its journal lines",
    unit="kept figures",
    count="""
SELECT (SELECT count(*) FROM "ledger_monthbalance" WHERE business_id = %(business)s)
       + (SELECT count(*) FROM "ledger_daybalance" WHERE business_id = %(business)s)""",
    given=KEPT_WRONG,
    broken="""
SELECT code || ' in ' || span || ': kept ' || kept || ' of ' || kept_lines || ' lines, added up '
       || amount || ' of ' || lines
  FROM differing ORDER BY code, span""",
)

REVERSALS = SqlRule(
    name="reversals_are_opposite",
    rule="Every reversal takes back its entry, account by account",
    unit="reversals",
    count="""SELECT count(*) FROM "ledger_journalentry"
 WHERE business_id = %(business)s AND kind = 'reversal'""",
    broken="""
SELECT 'entry ' || r.number || ' leaves ' || sum(l.amount) || ' ' || l.currency || ' of entry '
       || e.number || ' on ' || a.code
  FROM "ledger_journalentry" r
  JOIN "ledger_journalentry" e ON e.firm_id = r.firm_id AND e.id = r.reverses_id
  JOIN "ledger_journalline" l ON l.firm_id = r.firm_id AND l.entry_id IN (r.id, e.id)
  JOIN "ledger_account" a ON a.firm_id = l.firm_id AND a.id = l.account_id
 WHERE r.business_id = %(business)s AND r.kind = 'reversal'
 GROUP BY r.id, r.number, e.number, a.code, l.currency HAVING sum(l.amount) <> 0
 ORDER BY r.number, a.code""",
)

LOCKED = SqlRule(
    name="locked_months_are_quiet",
    rule="No entry came into a month after it was locked",
    unit="entries in locked months",
    count="""
SELECT count(*) FROM "ledger_journalentry" e
  JOIN "ledger_period" p ON p.firm_id = e.firm_id AND p.business_id = e.business_id
   AND p.start = date_trunc('month', e.date) AND p.is_locked
 WHERE e.business_id = %(business)s""",
    broken="""
SELECT 'entry ' || e.number || ' of ' || e.date || ' was posted at '
       || to_char(e.posted_at, 'YYYY-MM-DD HH24:MI:SS TZ') || ', after the lock of '
       || coalesce(to_char(p.locked_at, 'YYYY-MM-DD HH24:MI:SS TZ'), 'an unknown time')
  FROM "ledger_journalentry" e
  JOIN "ledger_period" p ON p.firm_id = e.firm_id AND p.business_id = e.business_id
   AND p.start = date_trunc('month', e.date) AND p.is_locked
 WHERE e.business_id = %(business)s AND (p.locked_at IS NULL OR e.posted_at > p.locked_at)
 ORDER BY e.number""",
)

RULES = (BALANCE, TWO_LINES, LINE_FACTS, KEPT, REVERSALS, *DECISION_RULES, LOCKED)
