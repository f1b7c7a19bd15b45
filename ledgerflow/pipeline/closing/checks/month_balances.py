"""The kept month balances of the period equal its journal lines, account by account."""

from django.db import connection

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, listed

# Account by account through the index on account and day: a plan that no missing statistics can
# spoil. Both sides are stacked and summed, so that neither may lack what the other has.
BOTH = """
SELECT a.code, to_char(s.month, 'YYYY-MM'), a.currency,
       sum(s.kept), sum(s.amount), sum(s.kept_lines)::bigint, sum(s.lines)::bigint
  FROM "ledger_account" a
 CROSS JOIN LATERAL (
    SELECT m.month, m.amount AS kept, 0 AS amount, m.lines AS kept_lines, 0 AS lines
      FROM "ledger_monthbalance" m
     WHERE m.business_id = a.business_id AND m.account_id = a.id
       AND m.month BETWEEN %(start)s AND %(end)s
    UNION ALL
    SELECT date_trunc('month', l.date)::date, 0, sum(l.amount), 0, count(*)
      FROM "ledger_journalline" l
     WHERE l.account_id = a.id AND l.date BETWEEN %(start)s AND %(end)s
     GROUP BY 1) s
 WHERE a.business_id = %(business)s
 GROUP BY a.id, a.code, a.currency, s.month ORDER BY s.month, a.code"""


def find(books: Books) -> Finding:
    """Blocking where a kept balance or its count of lines is not that of the lines."""
    with connection.cursor() as cursor:
        cursor.execute(BOTH, books.parameters)
        rows = cursor.fetchall()
    wrong = [
        f"{code} in {month}: kept {kept} {currency} of {kept_lines} lines, added up {amount}"
        f" {currency} of {lines}"
        for code, month, currency, kept, amount, kept_lines, lines in rows
        if (kept, kept_lines) != (amount, lines)
    ]
    if not wrong:
        return Finding("ok", f"{counted(sum(row[6] for row in rows), 'line')} added up")
    todo = "The books were changed behind LedgerFlow's back: run `ledgerflow verify`."
    return Finding("blocking", listed(wrong), todo)


CHECK = Check("month_balances", "Kept balances equal the journal lines", find)
