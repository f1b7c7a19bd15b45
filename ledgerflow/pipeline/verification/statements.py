"""Rules of statements and bank transactions, as sets in SQL: nothing lost, nothing doubled.

Here: the queries. Not here: running them (records.py), the originals (originals.py).
"""

from ledgerflow.pipeline.verification.records import SqlRule

LINES = 'SELECT count(*) FROM "statements_statementline" WHERE business_id = %(business)s'
TRANSACTIONS = """SELECT count(*) FROM "statements_banktransaction"
 WHERE business_id = %(business)s"""

SUMS = SqlRule(
    name="statement_sums",
    rule="Every statement's stored sum and count are those of its lines",
    unit="statements",
    count='SELECT count(*) FROM "statements_statement" WHERE business_id = %(business)s',
    broken="""
SELECT 'statement ' || s.id || ': ' || s.line_count || ' lines and ' || s.lines_sum
       || ' stored, ' || count(l.id) || ' lines and ' || coalesce(sum(l.amount), 0) || ' found'
  FROM "statements_statement" s
  LEFT JOIN "statements_statementline" l ON l.firm_id = s.firm_id AND l.statement_id = s.id
 WHERE s.business_id = %(business)s
 GROUP BY s.id, s.line_count, s.lines_sum
HAVING count(l.id) <> s.line_count OR coalesce(sum(l.amount), 0) <> s.lines_sum
 ORDER BY s.id""",
)

ARITHMETIC = SqlRule(
    name="proved_statements_add_up",
    rule="Every statement proved by itself has opening + lines = closing",
    unit="proved statements with both balances",
    count="""
SELECT count(*) FROM "statements_statement"
 WHERE business_id = %(business)s AND own_verdict = 'proved'
   AND opening IS NOT NULL AND closing IS NOT NULL""",
    broken="""
SELECT 'statement ' || s.id || ': ' || s.opening || ' + ' || s.lines_sum || ' is not ' || s.closing
  FROM "statements_statement" s
 WHERE s.business_id = %(business)s AND s.own_verdict = 'proved'
   AND s.opening + s.lines_sum <> s.closing
 ORDER BY s.id""",
)

MATCHED = SqlRule(
    name="lines_are_matched",
    rule="Every statement line reports a bank transaction of its account and amount, and of its"
    " day or, where formats print different days or a person says so, of one nearby",
    unit="statement lines",
    count=LINES,
    broken="""
SELECT 'line ' || l.position || ' of statement ' || s.id || ' (' || l.date || ', ' || l.amount
       || ')' || CASE WHEN t.id IS NULL THEN ' reports none'
                      ELSE ', bank transaction ' || t.id || ' (' || t.date || ', ' || t.amount
                           || ')' END
  FROM "statements_statementline" l
  JOIN "statements_statement" s ON s.firm_id = l.firm_id AND s.id = l.statement_id
  LEFT JOIN "statements_linematch" m ON m.firm_id = l.firm_id AND m.line_id = l.id
  LEFT JOIN "statements_banktransaction" t ON t.firm_id = m.firm_id AND t.id = m.transaction_id
 WHERE l.business_id = %(business)s
   AND (t.id IS NULL OR (t.bank_account_id, t.amount, t.currency)
        <> (s.bank_account_id, l.amount, l.currency)
        OR t.date <> l.date AND abs(t.date - l.date) > CASE
            WHEN EXISTS (SELECT FROM "statements_matchchange" c
                          WHERE c.firm_id = m.firm_id
                            AND m.transaction_id IN (c.from_transaction_id, c.to_transaction_id))
            THEN 60 ELSE 15 END)
 ORDER BY s.id, l.position""",
)

NO_MERGE_WITHIN = SqlRule(
    name="twins_stay_two",
    rule="No two lines of one statement report the same bank transaction",
    unit="statement lines",
    count=LINES,
    broken="""
SELECT 'statement ' || l.statement_id || ': ' || count(*) || ' lines report bank transaction '
       || m.transaction_id
  FROM "statements_linematch" m
  JOIN "statements_statementline" l ON l.firm_id = m.firm_id AND l.id = m.line_id
 WHERE m.business_id = %(business)s
 GROUP BY l.statement_id, m.transaction_id HAVING count(*) > 1
 ORDER BY l.statement_id, m.transaction_id""",
)

FULLEST = SqlRule(
    name="nothing_lost",
    rule="Of each account, day and amount there are as many bank transactions as the fullest"
    " statement shows",
    unit="account, day and amount groups",
    count="""
SELECT count(*) FROM (
    SELECT DISTINCT s.bank_account_id, l.date, l.amount
      FROM "statements_statementline" l
      JOIN "statements_statement" s ON s.firm_id = l.firm_id AND s.id = l.statement_id
     WHERE l.business_id = %(business)s AND s.withdrawn_by_id IS NULL) groups""",
    broken="""
WITH standing AS (
    SELECT s.bank_account_id, l.statement_id, l.id, l.date, l.amount
      FROM "statements_statementline" l
      JOIN "statements_statement" s ON s.firm_id = l.firm_id AND s.id = l.statement_id
     WHERE l.business_id = %(business)s AND s.withdrawn_by_id IS NULL
), shown AS (
    SELECT bank_account_id, date, amount, max(lines) AS lines FROM (
        SELECT bank_account_id, date, amount, count(*) AS lines
          FROM standing GROUP BY bank_account_id, statement_id, date, amount) by_statement
     GROUP BY bank_account_id, date, amount
), live AS (
    SELECT bank_account_id, date, amount, id FROM "statements_banktransaction"
     WHERE business_id = %(business)s AND is_live
    UNION
    SELECT l.bank_account_id, l.date, l.amount, t.id
      FROM standing l JOIN "statements_linematch" m ON m.line_id = l.id
      JOIN "statements_banktransaction" t ON t.firm_id = m.firm_id AND t.id = m.transaction_id
     WHERE m.business_id = %(business)s AND t.is_live AND t.amount = l.amount
       AND t.date <> l.date
), counted AS (
    SELECT bank_account_id, date, amount, count(*) AS transactions
      FROM live GROUP BY bank_account_id, date, amount
)
SELECT b.name || ', ' || g.date || ', ' || g.amount || ': ' || g.lines || ' lines, '
       || coalesce(c.transactions, 0) || ' bank transactions'
  FROM shown g LEFT JOIN counted c USING (bank_account_id, date, amount)
  JOIN "statements_bankaccount" b ON b.id = g.bank_account_id
 WHERE coalesce(c.transactions, 0) < g.lines
 ORDER BY b.name, g.date, g.amount""",
)

# `unseen` first, as one set: asked row by row, this takes minutes without statistics.
# A transaction may outlive its statements when undoing them met a locked month: its decision
# stands. Whether the month was locked at that time is told by the lock now or by the audit.
SHOWN = SqlRule(
    name="transactions_are_shown",
    rule="Every bank transaction that counts is shown by a statement that counts, or was kept"
    " because of a locked month",
    unit="bank transactions that count",
    count=TRANSACTIONS + " AND is_live",
    broken="""
WITH unseen AS MATERIALIZED (
    SELECT * FROM "statements_banktransaction"
     WHERE business_id = %(business)s AND is_live AND id NOT IN (
         SELECT m.transaction_id FROM "statements_linematch" m
           JOIN "statements_statementline" l ON l.firm_id = m.firm_id AND l.id = m.line_id
           JOIN "statements_statement" s ON s.firm_id = l.firm_id AND s.id = l.statement_id
          WHERE m.business_id = %(business)s AND s.withdrawn_by_id IS NULL)
)
SELECT 'bank transaction ' || t.id || ' (' || t.date || ', ' || t.amount || ')'
  FROM unseen t
 WHERE NOT EXISTS (
       SELECT FROM "review_decision" d
         JOIN "ledger_journalentry" e ON e.firm_id = d.firm_id AND e.id = d.entry_id
         JOIN "ledger_period" p ON p.firm_id = e.firm_id AND p.business_id = e.business_id
          AND p.start = date_trunc('month', e.date)
        WHERE d.firm_id = t.firm_id AND d.transaction_id = t.id AND d.kind <> 'undo'
          AND NOT EXISTS (SELECT FROM "review_decision" later WHERE later.firm_id = d.firm_id
                           AND later.transaction_id = t.id AND later.version > d.version)
          AND (p.is_locked OR EXISTS (
              SELECT FROM "audit_auditevent" a WHERE a.firm_id = p.firm_id
                 AND a.subject = 'period' AND a.subject_id = p.id AND a.action = 'period_lock')))
 ORDER BY t.date, t.id""",
)

HIDDEN = SqlRule(
    name="undone_transactions_are_hidden",
    rule="No bank transaction that was taken back is still shown by a statement that counts",
    unit="bank transactions taken back",
    count=TRANSACTIONS + " AND NOT is_live",
    broken="""
SELECT DISTINCT 'bank transaction ' || t.id || ' (' || t.date || ', ' || t.amount
       || ') is on statement ' || s.id
  FROM "statements_banktransaction" t
  JOIN "statements_linematch" m ON m.firm_id = t.firm_id AND m.transaction_id = t.id
  JOIN "statements_statementline" l ON l.firm_id = m.firm_id AND l.id = m.line_id
  JOIN "statements_statement" s ON s.firm_id = l.firm_id AND s.id = l.statement_id
 WHERE t.business_id = %(business)s AND NOT t.is_live AND s.withdrawn_by_id IS NULL""",
)

SORTED = SqlRule(
    name="a_persons_word_stands",
    rule="Every line that a person split or joined reports the transaction that was said last",
    unit="lines that a person sorted",
    count="""
SELECT count(DISTINCT line_id) FROM "statements_matchchange" WHERE business_id = %(business)s""",
    broken="""
SELECT 'line ' || c.line_id || ' reports bank transaction ' || m.transaction_id || ', not '
       || c.to_transaction_id
  FROM (SELECT DISTINCT ON (line_id) * FROM "statements_matchchange"
         WHERE business_id = %(business)s ORDER BY line_id, id DESC) c
  JOIN "statements_linematch" m ON m.firm_id = c.firm_id AND m.line_id = c.line_id
 WHERE m.transaction_id <> c.to_transaction_id
 ORDER BY c.line_id""",
)

ACCOUNT_MONTHS = SqlRule(
    name="account_months_are_kept",
    rule="What is kept as moved on each bank account in a month is what its transactions come to",
    unit="months of bank accounts",
    count="""SELECT count(DISTINCT (bank_account_id, month))
  FROM "statements_accountmonth" WHERE business_id = %(business)s""",
    broken="""
SELECT 'bank account ' || bank_account_id || ' in ' || to_char(month, 'YYYY-MM') || ' is off by '
       || sum(count) || ' transactions, ' || sum("into") || ' in, ' || sum("out") || ' out'
  FROM (SELECT bank_account_id, month, count, "into", "out" FROM "statements_accountmonth"
         WHERE business_id = %(business)s
        UNION ALL
        SELECT bank_account_id, date - (extract(day FROM date)::integer - 1), -1,
               -greatest(amount, 0), -least(amount, 0)
          FROM "statements_banktransaction" WHERE business_id = %(business)s AND is_live) both_sides
 GROUP BY bank_account_id, month
HAVING sum(count) <> 0 OR sum("into") <> 0 OR sum("out") <> 0
 ORDER BY bank_account_id, month""",
)

RULES = (SUMS, ARITHMETIC, MATCHED, NO_MERGE_WITHIN, FULLEST, SHOWN, HIDDEN, SORTED, ACCOUNT_MONTHS)
