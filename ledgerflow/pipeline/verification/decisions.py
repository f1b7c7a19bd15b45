"""Rules of decisions, as sets in SQL: each has its one entry, its parts, or none.

Here: the queries. Not here: running them (records.py) or the entries themselves (books.py).
"""

from ledgerflow.pipeline.verification.records import SqlRule

# A decision's entry stands until some entry reverses it. `newest` is what holds now.
STANDING = """
WITH standing AS (
    SELECT d.transaction_id,
           (array_agg(d.kind ORDER BY d.version DESC))[1] AS newest,
           bool_or(d.kind <> 'undo' AND r.id IS NULL AND d.version = n.version) AS newest_stands,
           count(DISTINCT d.entry_id) FILTER (WHERE d.kind <> 'undo' AND r.id IS NULL) AS entries
      FROM "review_decision" d
      JOIN (SELECT transaction_id, max(version) AS version FROM "review_decision"
             WHERE business_id = %(business)s GROUP BY transaction_id) n
        ON n.transaction_id = d.transaction_id
      LEFT JOIN "ledger_journalentry" r ON r.firm_id = d.firm_id AND r.reverses_id = d.entry_id
     WHERE d.business_id = %(business)s GROUP BY d.transaction_id
)"""

DECIDED = SqlRule(
    name="decisions_have_one_entry",
    rule="Every decided transaction has exactly one entry that is not reversed: its decision's",
    unit="decided transactions",
    given=STANDING,
    count="SELECT count(*) FROM standing WHERE newest NOT IN ('undo', 'exclude')",
    broken="""
SELECT 'bank transaction ' || s.transaction_id || ' (' || t.date || ', ' || t.amount || '): '
       || s.entries || ' entries stand'
       || CASE WHEN s.newest_stands THEN '' ELSE ', its decision''s is reversed' END
  FROM standing s JOIN "statements_banktransaction" t ON t.id = s.transaction_id
 WHERE s.newest NOT IN ('undo', 'exclude') AND (s.entries <> 1 OR NOT s.newest_stands)
 ORDER BY t.date, t.id""",
)

UNDONE = SqlRule(
    name="undone_decisions_are_reversed",
    rule="Every transaction that is excluded, or whose decision was undone, has no entry left that"
    " is not reversed",
    unit="undone or excluded transactions",
    given=STANDING,
    count="SELECT count(*) FROM standing WHERE newest IN ('undo', 'exclude')",
    broken="""
SELECT 'bank transaction ' || s.transaction_id || ' (' || t.date || ', ' || t.amount || '): '
       || s.entries || ' entries stand'
  FROM standing s JOIN "statements_banktransaction" t ON t.id = s.transaction_id
 WHERE s.newest IN ('undo', 'exclude') AND s.entries <> 0 ORDER BY t.date, t.id""",
)

# Both sides are stacked and counted, not joined: a join of two large sets takes minutes while
# PostgreSQL has no statistics of them, as after a first large import.
ONE_DECISION = SqlRule(
    name="entries_have_one_decision",
    rule="Every entry posted for a decision belongs to exactly one",
    unit="entries of decisions",
    count="""SELECT count(*) FROM "ledger_journalentry"
 WHERE business_id = %(business)s AND idempotency_key LIKE 'decision:%%'""",
    broken="""
SELECT 'entry ' || e.number || ': ' || found.decisions || ' decisions'
  FROM (SELECT id, sum(decisions) AS decisions
          FROM (SELECT id, 0 AS decisions, true AS wants_one FROM "ledger_journalentry"
                 WHERE business_id = %(business)s AND idempotency_key LIKE 'decision:%%'
                UNION ALL
                SELECT entry_id, 1, kind <> 'undo' FROM "review_decision"
                 WHERE business_id = %(business)s AND entry_id IS NOT NULL) both_sides
         GROUP BY id HAVING bool_or(wants_one) AND sum(decisions) <> 1) found
  JOIN "ledger_journalentry" e ON e.id = found.id
 ORDER BY e.number""",
)

AMOUNTS = SqlRule(
    name="decisions_match_transactions",
    rule="Every decision's entry moves the bank's account by the transaction's amount on its day",
    unit="decisions",
    count="""SELECT count(*) FROM "review_decision"
 WHERE business_id = %(business)s AND kind NOT IN ('undo', 'exclude')""",
    broken="""
SELECT 'entry ' || e.number || ' (' || e.date || ', ' || coalesce(sum(l.amount), 0)
       || '), bank transaction ' || t.id || ' (' || t.date || ', ' || t.amount || ')'
  FROM "review_decision" d
  JOIN "ledger_journalentry" e ON e.firm_id = d.firm_id AND e.id = d.entry_id
  JOIN "statements_banktransaction" t ON t.firm_id = d.firm_id AND t.id = d.transaction_id
  JOIN "statements_bankaccount" b ON b.firm_id = t.firm_id AND b.id = t.bank_account_id
  LEFT JOIN "ledger_journalline" l ON l.firm_id = e.firm_id AND l.entry_id = e.id
   AND l.account_id = b.ledger_account_id AND l.currency = t.currency
 WHERE d.business_id = %(business)s AND d.kind NOT IN ('undo', 'exclude')
 GROUP BY d.id, e.id, t.id
HAVING coalesce(sum(l.amount), 0) <> t.amount OR e.date <> t.date
 ORDER BY e.number""",
)

# `booked`: what a split's entry moves on each account of its parts, in the bank's view. A part on
# an account in another currency arrives at a rate: there only the direction can be compared.
SPLITS = SqlRule(
    name="splits_match_entries",
    rule="Every split's parts come to the transaction's amount and are the lines of its entry; no"
    " other decision has parts, and what is excluded has no entry",
    unit="splits and exclusions",
    count="""SELECT count(*) FROM "review_decision"
 WHERE business_id = %(business)s AND kind IN ('split', 'exclude')""",
    broken="""
WITH parts AS (
    SELECT p.decision_id, p.account_id, sum(p.amount) AS amount, count(*) AS count
      FROM "review_decisionpart" p WHERE p.business_id = %(business)s GROUP BY 1, 2
), wholes AS (
    SELECT decision_id, sum(amount) AS amount, sum(count) AS count FROM parts GROUP BY 1
), booked AS (
    SELECT p.decision_id, p.account_id, p.amount, a.code, a.currency = t.currency AS is_same,
           coalesce(-sum(l.amount), 0) AS moved
      FROM parts p
      JOIN "review_decision" d ON d.id = p.decision_id
      JOIN "statements_banktransaction" t ON t.id = d.transaction_id
      JOIN "ledger_account" a ON a.id = p.account_id
      LEFT JOIN "ledger_journalline" l ON l.firm_id = d.firm_id AND l.entry_id = d.entry_id
       AND l.account_id = p.account_id
     GROUP BY p.decision_id, p.account_id, p.amount, a.code, a.currency, t.currency
)
SELECT what FROM (
    SELECT d.id, 'bank transaction ' || t.id || ' (' || t.date || ', ' || t.amount || '): '
           || CASE WHEN d.kind = 'exclude' THEN 'excluded, but with an entry'
                   ELSE d.kind || ' of ' || coalesce(w.count, 0) || ' parts that come to '
                        || coalesce(w.amount, 0) END AS what
      FROM "review_decision" d
      JOIN "statements_banktransaction" t ON t.id = d.transaction_id
      LEFT JOIN wholes w ON w.decision_id = d.id
     WHERE d.business_id = %(business)s
       AND CASE d.kind WHEN 'split' THEN coalesce(w.count, 0) < 2 OR w.amount <> t.amount
                       WHEN 'exclude' THEN d.entry_id IS NOT NULL
                       ELSE w.count IS NOT NULL END
    UNION ALL
    SELECT b.decision_id, 'decision ' || b.decision_id || ': its part on ' || b.code || ' is '
           || b.amount || ', its entry moves ' || b.moved
      FROM booked b
     WHERE CASE WHEN b.is_same THEN b.amount <> b.moved ELSE sign(b.amount) <> sign(b.moved) END
) found ORDER BY id""",
)

WAITING_WRONG = """
WITH due AS (
    SELECT t.id, t.bank_account_id, t.date, t.amount, t.currency,
           s.id AS suggestion_id, s.account_id, coalesce(s.confidence, 0) AS confidence,
           lf_waiting_group(s.payee_key, t.amount, t.id) AS group_key
      FROM "statements_banktransaction" t
      LEFT JOIN LATERAL (SELECT kind FROM "review_decision" d
                          WHERE d.firm_id = t.firm_id AND d.transaction_id = t.id
                          ORDER BY d.version DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT id, account_id, confidence, payee_key
                           FROM "classification_suggestion" s
                          WHERE s.firm_id = t.firm_id AND s.transaction_id = t.id
                          ORDER BY s.id DESC LIMIT 1) s ON true
     WHERE t.business_id = %(business)s AND t.is_live AND (d.kind IS NULL OR d.kind = 'undo')
), kept AS (
    SELECT transaction_id AS id, bank_account_id, date, amount, currency,
           suggestion_id, account_id, confidence, group_key::text
      FROM "review_waitingtransaction" WHERE business_id = %(business)s
)
"""
WAITING = SqlRule(
    name="waiting_is_kept",
    rule="What is kept as waiting for a decision is what waits, with its newest suggestion",
    unit="waiting transactions",
    count='SELECT count(*) FROM "review_waitingtransaction" WHERE business_id = %(business)s',
    given=WAITING_WRONG,
    broken="""
SELECT 'bank transaction ' || coalesce(d.id, k.id)
       || CASE WHEN k.id IS NULL THEN ' waits and is not kept so'
               WHEN d.id IS NULL THEN ' is kept as waiting and does not'
               ELSE ' waits, kept otherwise than it is' END
  FROM due d FULL JOIN kept k ON k.id = d.id
 WHERE k IS DISTINCT FROM d ORDER BY coalesce(d.id, k.id)""",
)

DECISION_RULES = (DECIDED, UNDONE, ONE_DECISION, AMOUNTS, SPLITS, WAITING)
