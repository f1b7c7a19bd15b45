"""What persons' decisions teach of payees, many at once: whom a spelling stands for, and how often
a payee's money went into an account.

Here: writes in a firm's scope, a fixed number of queries where the spellings are known. Not here:
naming a payee (payee_services.py), or which decisions teach (review).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from ledgerflow.classification import payee_services
from ledgerflow.classification.models import PayeeAlias
from ledgerflow.classification.payees import normalise
from ledgerflow.firms.models import Business
from ledgerflow.statements.models import BankTransaction

KEY_MAX = 200

LEARN = """
INSERT INTO "classification_payeememory" AS m
       (firm_id, business_id, bank_account_id, payee_key, payee_name, account_id, business_percent,
        count, last_date)
SELECT %(firm)s, %(business)s, * FROM unnest(%(bank_accounts)s::bigint[], %(keys)s::text[],
       %(names)s::text[], %(accounts)s::bigint[], %(percents)s::numeric[], %(counts)s::integer[],
       %(dates)s::date[])
ON CONFLICT (firm_id, bank_account_id, payee_key, account_id, business_percent) DO UPDATE
   SET count = m.count + excluded.count, last_date = greatest(m.last_date, excluded.last_date),
       payee_name = CASE WHEN excluded.payee_name = '' THEN m.payee_name
                         ELSE excluded.payee_name END"""
UNLEARN = """
UPDATE "classification_payeememory" m SET count = greatest(m.count - u.count, 0)
  FROM unnest(%(bank_accounts)s::bigint[], %(keys)s::text[], %(accounts)s::bigint[],
              %(percents)s::numeric[], %(counts)s::integer[])
       AS u (bank_account_id, payee_key, account_id, business_percent, count)
 WHERE m.firm_id = %(firm)s AND m.bank_account_id = u.bank_account_id
   AND m.payee_key = u.payee_key AND m.account_id = u.account_id
   AND m.business_percent = u.business_percent"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A person decided: this transaction's payee goes to this account with this business share.

    `payee_key` and `payee_name` may be "": then the bank's words say who it is.
    """

    bank_transaction: BankTransaction
    payee_key: str
    payee_name: str
    account_id: int
    business_percent: Decimal

    @property
    def said(self) -> tuple[str, str]:
        """Key and name of the bank's words."""
        name = normalise(self.bank_transaction.description, self.bank_transaction.counterparty)
        return name.key[:KEY_MAX], name.display


@dataclass(slots=True)
class _Memory:
    """What lessons add to one row of the memory."""

    count: int
    name: str
    last_date: dt.date


@transaction.atomic
def lessons_learn(*, business: Business, lessons: Sequence[Lesson]) -> None:
    """Each lesson counts once, in their order; those without a payee teach nothing."""
    memories: dict[tuple[Any, ...], _Memory] = {}
    spelled: list[tuple[str, str]] = []
    for lesson in lessons:
        key, display = lesson.said
        if key:
            spelled.append((key, lesson.payee_name or display))
        if not (lesson.payee_key or key):
            continue
        row = _place(lesson, lesson.payee_key or key)
        fact = lesson.bank_transaction
        memory = memories.setdefault(row, _Memory(0, "", fact.date))
        memory.count += 1
        memory.name = lesson.payee_name[:KEY_MAX] or memory.name
        memory.last_date = max(memory.last_date, fact.date)
    _payees_name(business, spelled)
    _run(LEARN, business, memories)


@transaction.atomic
def lessons_unlearn(*, business: Business, lessons: Sequence[Lesson]) -> None:
    """What undone decisions taught counts no longer; nothing is counted below zero."""
    memories: dict[tuple[Any, ...], _Memory] = {}
    for lesson in lessons:
        key = lesson.payee_key or lesson.said[0]
        fact = lesson.bank_transaction
        memories.setdefault(_place(lesson, key), _Memory(0, "", fact.date)).count += 1
    _run(UNLEARN, business, memories)


def _place(lesson: Lesson, key: str) -> tuple[Any, ...]:
    account = lesson.bank_transaction.bank_account_id
    return account, key, lesson.account_id, lesson.business_percent


def _run(sql: str, business: Business, memories: dict[tuple[Any, ...], _Memory]) -> None:
    """Rows in one order: two who teach at once wait for each other, never in a circle."""
    if not memories:
        return
    rows = sorted(memories.items(), key=lambda item: item[0])
    values: dict[str, Any] = {
        "firm": business.firm_id,
        "business": business.pk,
        "bank_accounts": [place[0] for place, _ in rows],
        "keys": [place[1] for place, _ in rows],
        "accounts": [place[2] for place, _ in rows],
        "percents": [place[3] for place, _ in rows],
        "names": [memory.name for _, memory in rows],
        "counts": [memory.count for _, memory in rows],
        "dates": [memory.last_date for _, memory in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _payees_name(business: Business, spelled: Iterable[tuple[str, str]]) -> None:
    """Spellings under the names that persons gave them; those that stand so already go by."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, name in spelled:
        names[key].append(name)
    known = dict(
        PayeeAlias.objects.filter(business=business, key__in=list(names)).values_list(
            "key", "payee__name"
        )
    )
    for key, given in names.items():
        for name, _ in groupby(given):
            if known.get(key) != name or len(set(given)) > 1:
                payee_services.payee_name(business=business, key=key, name=name)
