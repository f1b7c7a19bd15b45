"""What people of a business decided for payees like one: for questions and for the tool.

Here: reading payees' memories by likeness of their spellings, in a firm's scope, masked. Not here:
the tool (tools/history_tool), or what a run reaches it by (sources.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from ledgerflow.agents.masking import masked, masked_party
from ledgerflow.classification.asking.chart import account_label
from ledgerflow.classification.asking.ownnames import OwnNames, own_names_of
from ledgerflow.classification.asking.samples import shown_payee
from ledgerflow.classification.models import PayeeAlias, PayeeMemory
from ledgerflow.classification.payee_selectors import Near, payee_near
from ledgerflow.classification.payees import normalise
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.statements.models import BankTransaction
from tools.context import SimilarDecision

SHOWN_MOST = 20


@dataclass(frozen=True, slots=True)
class Similar:
    """A decision as a tool may tell it, and the account's id; `payee` and texts are masked."""

    account_id: int
    told: SimilarDecision


def similar_of(business: Business, text: str, limit: int) -> list[Similar]:
    """Decisions for payees that resemble a text, the nearest payee first, then the most frequent.

    Only what persons decided and did not undo; five queries at most. `direction` is that of a
    transaction that the decision was made for; where none is found any more, what the account's
    type makes likely.
    """
    near = payee_near(business, text, min(max(limit, 1), SHOWN_MOST))
    if not near:
        return []
    spellings = _spellings(near)
    rows = (
        PayeeMemory.objects.filter(business=business, payee_key__in=spellings, count__gt=0)
        .select_related("account")
        .order_by("payee_key", "account_id", "business_percent", "-last_date")
    )
    gathered: dict[tuple[int, int, Decimal], list[PayeeMemory]] = defaultdict(list)
    for row in rows:
        gathered[spellings[row.payee_key].payee_id, row.account_id, row.business_percent].append(
            row
        )
    order = {one.payee_id: number for number, one in enumerate(near)}
    ranked = sorted(
        gathered.items(), key=lambda kv: (order[kv[0][0]], -sum(r.count for r in kv[1]), kv[0])
    )[:limit]
    said = _transactions([rows[0] for _, rows in ranked])
    own = own_names_of(business)
    return [
        _similar(rows, spellings[rows[0].payee_key], said, business.name, own) for _, rows in ranked
    ]


def _spellings(near: Sequence[Near]) -> dict[str, Near]:
    """Every spelling of the payees found."""
    by_id = {one.payee_id: one for one in near}
    aliases = PayeeAlias.objects.filter(payee_id__in=by_id).values_list("key", "payee_id")
    return {key: by_id[payee_id] for key, payee_id in aliases}


def _transactions(
    rows: Iterable[PayeeMemory],
) -> dict[tuple[int, str], BankTransaction]:
    """By bank account and payee key, a transaction of the day of the newest decision."""
    days = [Q(bank_account_id=row.bank_account_id, date=row.last_date) for row in rows]
    if not days:
        return {}
    found = BankTransaction.objects.filter(reduce(or_, days)).order_by("pk")
    return {
        (one.bank_account_id, normalise(one.description, one.counterparty).key[:200]): one
        for one in found
    }


def _similar(
    rows: Sequence[PayeeMemory],
    near: Near,
    said: dict[tuple[int, str], BankTransaction],
    own_name: str,
    own: OwnNames,
) -> Similar:
    newest = max(rows, key=lambda row: row.last_date)
    transaction = said.get((rows[0].bank_account_id, rows[0].payee_key))
    if transaction is not None:
        text, is_in = masked(transaction.description), transaction.amount > 0
    else:
        text, is_in = masked_party(near.name), newest.account.type == Account.Type.INCOME
    told = SimilarDecision(
        description=own.out_of(text),
        payee=own.out_of(shown_payee(near.name, [{"description": text}], own_name)),
        account=own.out_of(account_label(newest.account)),
        business_percent=newest.business_percent,
        times=sum(row.count for row in rows),
        last_date=newest.last_date,
        direction="in" if is_in else "out",
    )
    return Similar(newest.account_id, told)
