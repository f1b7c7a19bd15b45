"""What must hold of the books whatever happened: one query each, asked past the application.

Here: the questions, over all firms, as a role that sees every row. Not here: doing damage.
"""

from typing import Any

WRONG: dict[str, str] = {
    "unbalanced entries": """
        SELECT count(*) FROM (SELECT entry_id FROM ledger_journalline
         GROUP BY entry_id, currency HAVING sum(amount) <> 0 OR count(*) < 2) x""",
    "entries without lines": """
        SELECT count(*) FROM ledger_journalentry e
         WHERE NOT EXISTS (SELECT FROM ledger_journalline l WHERE l.entry_id = e.id)""",
    "lines without entry": """
        SELECT count(*) FROM ledger_journalline l
         WHERE NOT EXISTS (SELECT FROM ledger_journalentry e
                            WHERE (e.firm_id, e.business_id, e.id, e.date)
                                = (l.firm_id, l.business_id, l.entry_id, l.date))""",
    "keys posted twice": """
        SELECT count(*) FROM (SELECT FROM ledger_journalentry WHERE idempotency_key <> ''
         GROUP BY business_id, idempotency_key HAVING count(*) > 1) x""",
    "numbers used twice": """
        SELECT count(*) FROM (SELECT FROM ledger_journalentry
         GROUP BY business_id, number HAVING count(*) > 1) x""",
    "wrong month balances": """
        SELECT count(*) FROM (
            SELECT account_id, month, sum(amount) a, sum(lines) n FROM ledger_monthbalance
             GROUP BY account_id, month HAVING sum(lines) <> 0) m
          FULL JOIN (SELECT account_id, date_trunc('month', date)::date AS month, sum(amount) a,
                            count(*) n FROM ledger_journalline GROUP BY 1, 2) l
         USING (account_id, month) WHERE (m.a, m.n) IS DISTINCT FROM (l.a, l.n)""",
    "wrong day balances": """
        SELECT count(*) FROM (
            SELECT account_id, date, sum(amount) a, sum(lines) n FROM ledger_daybalance
             GROUP BY account_id, date HAVING sum(lines) <> 0) m
          FULL JOIN (SELECT account_id, date, sum(amount) a, count(*) n
                       FROM ledger_journalline GROUP BY 1, 2) l
         USING (account_id, date) WHERE (m.a, m.n) IS DISTINCT FROM (l.a, l.n)""",
    "hashes that are not the content": """
        SELECT count(*) FROM ledger_journalentry e WHERE e.request_hash IS DISTINCT FROM
            lf_entry_content(e.id, e.date, e.kind, e.description, e.reverses_id)""",
}


def books_faults(reader: Any) -> dict[str, int]:
    """What is wrong, and how often; empty for good books."""
    found = {name: reader.execute(query).fetchone()[0] for name, query in WRONG.items()}
    return {name: count for name, count in found.items() if count}
