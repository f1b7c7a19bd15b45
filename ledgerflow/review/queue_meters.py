"""How far each business is: how many transactions wait, how much of the money is settled.

Here: two queries for any number of businesses, from what is kept. Not here: the groups
(queueing.py). What is excluded counts as settled: somebody decided so.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from ledgerflow.review.queue_records import Meter, settled_percent

MOVED = """
SELECT m.business_id, b.currency, o.base_currency, sum(m."into" - m."out")
  FROM "statements_accountmonth" m
  JOIN "statements_bankaccount" b ON b.id = m.bank_account_id
  JOIN "firms_business" o ON o.id = m.business_id
 WHERE {condition}
 GROUP BY 1, 2, 3"""
WAITS = """
SELECT m.business_id, m.currency, count(*), sum(abs(m.amount))
  FROM "review_waitingtransaction" m
 WHERE {condition}
 GROUP BY 1, 2"""


def meters(business_ids: Sequence[int] | None) -> dict[int, tuple[Meter, ...]]:
    """The meters of businesses (None: all of the firm) by id, the books' own currency first.

    A business that no statement of came has none.
    """
    condition = "true" if business_ids is None else "m.business_id = ANY (%(businesses)s)"
    values = {"businesses": list(business_ids or ())}
    with connection.cursor() as cursor:
        cursor.execute(WAITS.format(condition=condition), values)
        waits = {(one, currency): (n, gross) for one, currency, n, gross in cursor.fetchall()}
        cursor.execute(MOVED.format(condition=condition), values)
        moved = cursor.fetchall()
    found: dict[int, list[tuple[bool, Meter]]] = defaultdict(list)
    for business, currency, base, money in moved:
        waiting, gross = waits.get((business, currency), (0, Decimal(0)))
        meter = Meter(currency, waiting, settled_percent(money, gross, waiting))
        found[business].append((currency != base, meter))
    return {
        business: tuple(m for _, m in sorted(of_business, key=lambda f: (f[0], f[1].currency)))
        for business, of_business in found.items()
    }
