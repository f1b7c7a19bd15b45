"""Decisions and their entries, and suggestions for what waits, of many transactions at once.

Here: set-wise writes of one business in the caller's transaction and a firm's scope: entries
through the ledger's own function, decisions beside them. Not here: statements (rows.py) or what
happens when (seed.py). Most is decided by a policy; what a person decided teaches, as ever.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from ledgerflow.audit.models import Batch
from ledgerflow.classification.facts import HUNDRED
from ledgerflow.classification.teaching import Lesson, lessons_learn
from ledgerflow.firms.models import Business
from ledgerflow.ledger.content import head_row, line_row
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.posting.many import rows_post
from ledgerflow.ledger.posting.stage import Staged
from ledgerflow.pipeline.seeding.payees import Payees, SeedPayee
from ledgerflow.pipeline.seeding.rows import Fact
from ledgerflow.review.policy import POLICY
from ledgerflow.statements.models import BankTransaction

SOURCE = "learned"
PERSONS_EVERY = 40
"""Every so many decisions are a person's."""

# Every entry of the range was posted just now for one of these.
DECISIONS = """
INSERT INTO "review_decision" (firm_id, business_id, transaction_id, version, kind, account_id,
       payee_key, payee_name, business_percent, tags, entry_id, batch_id, decided_by_id, policy,
       reason)
SELECT %(firm)s, %(business)s, g.fact, 1, 'category', g.account, g.key, g.name, 100, '[]', e.id,
       %(batch)s, CASE WHEN g.is_person THEN %(user)s END,
       CASE WHEN g.is_person THEN '' ELSE %(policy)s END, ''
  FROM unnest(%(facts)s::bigint[], %(accounts)s::bigint[], %(keys)s::text[], %(names)s::text[],
              %(persons)s::boolean[]) AS g (fact, account, key, name, is_person)
  JOIN "ledger_journalentry" e ON e.firm_id = %(firm)s AND e.business_id = %(business)s
   AND e.number BETWEEN %(first)s AND %(last)s
   AND e.idempotency_key = 'decision:' || g.fact || ':1'
 ORDER BY e.number"""
EVENTS = """
INSERT INTO "audit_auditevent" (firm_id, business_id, at, actor, user_id, action, subject,
       subject_id, batch_id, reason, detail)
SELECT firm_id, business_id, now(),
       CASE WHEN policy = '' THEN 'person' ELSE 'policy:' || policy END, decided_by_id,
       'decision_accept', 'bank_transaction', transaction_id, batch_id, '',
       jsonb_build_object('entry', entry_id, 'version', version)
  FROM "review_decision"
 WHERE firm_id = %(firm)s AND transaction_id = ANY (%(facts)s::bigint[])
 ORDER BY id"""
SUGGESTIONS = """
INSERT INTO "classification_suggestion" (firm_id, business_id, transaction_id, batch_id, account_id,
       payee_key, payee_name, business_percent, confidence, kind, source, source_ref, version,
       reasons, alternatives)
SELECT %(firm)s, %(business)s, g.fact, %(batch)s, g.account, g.key, g.name, 100, g.confidence,
       'seed', %(source)s, '', '1', g.reasons::jsonb, g.alternatives::jsonb
  FROM unnest(%(facts)s::bigint[], %(accounts)s::bigint[], %(keys)s::text[], %(names)s::text[],
              %(confidences)s::numeric[], %(reasons)s::text[], %(alternatives)s::text[])
       AS g (fact, account, key, name, confidence, reasons, alternatives)"""


def accounts_by_key(business: Business) -> dict[str, Account]:
    """The accounts of a chart that have a standard key."""
    return {a.key: a for a in Account.objects.filter(business=business).exclude(key="")}


def account_for(payee: SeedPayee, accounts: Mapping[str, Account]) -> Account:
    """Where a payee's money goes: its usual account, or the nearest that the chart has."""
    fallback = accounts["sales" if payee.comes_in else "other_expenses"]
    return accounts.get(payee.account_key, fallback)


def decisions_write(
    business: Business,
    batch: Batch,
    facts: Sequence[Fact],
    payees: Payees,
    *,
    user_id: int,
) -> None:
    """Decide these transactions: their entries, decisions, events, and what persons teach."""
    if not facts:
        return
    accounts = accounts_by_key(business)
    chosen = [account_for(payees.all[fact.payee], accounts) for fact in facts]
    posted = rows_post(business=business, staged=_staged(facts, chosen, payees), batch=None)
    persons = [fact.id % PERSONS_EVERY == 0 for fact in facts]
    values: dict[str, Any] = {
        "firm": business.firm_id,
        "business": business.pk,
        "batch": batch.pk,
        "user": user_id,
        "policy": POLICY,
        "first": posted.first_number,
        "last": posted.last_number,
        "facts": [fact.id for fact in facts],
        "accounts": [account.pk for account in chosen],
        "keys": [payees.all[fact.payee].key for fact in facts],
        "names": [payees.all[fact.payee].name for fact in facts],
        "persons": persons,
    }
    with connection.cursor() as cursor:
        cursor.execute(DECISIONS, values)
        cursor.execute(EVENTS, values)
    rows = zip(facts, chosen, persons, strict=True)
    lessons = [_lesson(fact, account, payees) for fact, account, is_person in rows if is_person]
    lessons_learn(business=business, lessons=lessons)


def _staged(facts: Iterable[Fact], chosen: Iterable[Account], payees: Payees) -> Iterator[Staged]:
    for fact, account in zip(facts, chosen, strict=True):
        head = head_row(fact.date, "normal", None, payees.all[fact.payee].name)
        bank, currency = fact.account.ledger_account_id, fact.account.currency
        lines = (
            line_row(1, bank, fact.amount, currency, ""),
            line_row(2, account.pk, -fact.amount, currency, ""),
        )
        yield head, "\n".join(lines), f"decision:{fact.id}:1"


def _lesson(fact: Fact, account: Account, payees: Payees) -> Lesson:
    payee = payees.all[fact.payee]
    said = BankTransaction(
        id=fact.id,
        bank_account=fact.account,
        date=fact.date,
        description=fact.description,
        counterparty="",
    )
    return Lesson(said, payee.key, payee.name, account.pk, HUNDRED)


def suggestions_write(
    business: Business, batch: Batch, facts: Sequence[Fact], payees: Payees
) -> None:
    """Suggest for those that wait and whose payee is known: each with another way beside it."""
    known = [fact for fact in facts if payees.all[fact.payee].confidence != "0"]
    if not known:
        return
    accounts = accounts_by_key(business)
    own = [payees.all[fact.payee] for fact in known]
    values: dict[str, Any] = {
        "firm": business.firm_id,
        "business": business.pk,
        "batch": batch.pk,
        "source": SOURCE,
        "facts": [fact.id for fact in known],
        "accounts": [account_for(payee, accounts).pk for payee in own],
        "keys": [payee.key for payee in own],
        "names": [payee.name for payee in own],
        "confidences": [payee.confidence for payee in own],
        "reasons": [json.dumps([f"{payee.name} usually goes there"]) for payee in own],
        "alternatives": [_other(payee, accounts) for payee in own],
    }
    with connection.cursor() as cursor:
        cursor.execute(SUGGESTIONS, values)


def _other(payee: SeedPayee, accounts: Mapping[str, Account]) -> str:
    """A second way: the owner's own account, less likely than the first."""
    draw = accounts.get("owner_draw")
    if draw is None:
        return "[]"
    other = {
        "account_id": draw.pk,
        "account_key": draw.key,
        "confidence": str(round((1 - Decimal(payee.confidence)) / 2, 5)),
        "source": SOURCE,
        "reasons": ["some of it may be private"],
        "transfer_with": None,
    }
    return json.dumps([other])
