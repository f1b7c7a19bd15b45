"""What agents are asked about a payee: data fields only, masked; never instructions.

Here: the two questions of a group, in a firm's scope, and what an agent found out about a payee
before. Not here: which answers are taken (agents/kinds), or the words around the data (runner/).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from ledgerflow.agents.masking import masked, masked_value
from ledgerflow.agents.models import Agent
from ledgerflow.agents.records import Question
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.chart import offered_accounts
from ledgerflow.classification.asking.groups import Group
from ledgerflow.classification.asking.ownnames import own_names_of
from ledgerflow.classification.asking.samples import (
    amounts_of,
    samples_of,
    shown_payee,
    without_name,
)
from ledgerflow.classification.asking.similar import Similar, similar_of
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.selectors import facts_of
from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.statements.models import BankTransaction

SIMILAR_MOST = 6
DESCRIPTION_MOST = 1_000
PAYEE_FIELDS = ("payee_name", "what", "trade", "website", "confidence", "sources")


def payee_question(business: Business, group: Group) -> Question:
    """Who is this payee? Raises RuleError where none of its transactions is there any more."""
    facts = _facts(business, group)
    return Question(
        kind=Agent.Kind.PAYEE,
        subject_key=group.subject_key,
        fields=own_names_of(business).out_of(masked_value(_of_group(business, group, facts))),
        transactions=tuple(one.id for one in facts),
    )


def classification_question(
    business: Business, group: Group, payee_evidence: Mapping[str, Any] | None
) -> Question:
    """To which account does this payee's money belong?

    `payee_evidence` as the function of this name gives it. Raises RuleError where none of the
    group's transactions is there any more.
    """
    facts = _facts(business, group)
    similar = similar_of(business, group.payee_name or group.subject_key, SIMILAR_MOST)
    description = without_name(masked(business.description), business.name)
    fields = {
        "legal_form": business.legal_form,
        "tax_regime": business.tax_regime,
        "business_description": description[:DESCRIPTION_MOST],
        **_of_group(business, group, facts),
        "payee_evidence": payee_evidence or {},
        "similar": [_told(one) for one in similar],
    }
    likely = [one.account_id for one in similar]
    own = own_names_of(business)
    return Question(
        kind=Agent.Kind.CLASSIFICATION,
        subject_key=group.subject_key,
        fields=own.out_of(masked_value(fields)),
        accounts=own.out_of(offered_accounts(business, group.direction, likely)),
        transactions=tuple(one.id for one in facts),
    )


def classification_question_now(business: Business, group: Group) -> Question:
    """The same with what an agent has found out about the payee up to now."""
    return classification_question(business, group, payee_evidence(business, group.subject_key))


def payee_evidence(business: Business, subject_key: str) -> dict[str, Any] | None:
    """What an agent found out about a payee: PAYEE_FIELDS of its newest answer, else None.

    Trials and look-ups that were undone do not count.
    """
    undone = Batch.objects.filter(undoes=OuterRef("look_up__batch"))
    runs = AgentRun.objects.filter(
        business=business,
        kind=Agent.Kind.PAYEE,
        subject_key=subject_key,
        state=AgentRun.State.ANSWERED,
        is_trial=False,
        output__isnull=False,
    )
    newest = runs.exclude(Exists(undone)).order_by("-pk").values_list("output", flat=True).first()
    if not newest:
        return None
    return {name: newest[name] for name in PAYEE_FIELDS if newest.get(name)}


def _of_group(
    business: Business, group: Group, facts: Sequence[TransactionFacts]
) -> dict[str, Any]:
    samples = samples_of(facts, business.name)
    amounts = amounts_of(facts)
    return {
        "industry": without_name(business.industry, business.name),
        "currency": amounts["currency"],
        "direction": group.direction,
        "payee": shown_payee(group.payee_name, samples, business.name),
        "account_kinds": sorted({one.account_kind for one in facts} - {""}),
        "count": len(facts),
        "amounts": amounts,
        "transactions": samples,
    }


def _facts(business: Business, group: Group) -> list[TransactionFacts]:
    rows = (
        BankTransaction.objects.filter(
            pk__in=group.transaction_ids, business=business, is_live=True
        )
        .select_related("bank_account")
        .order_by("pk")
    )
    facts = [facts_of(row) for row in rows]
    if not facts:
        raise RuleError(
            "The transactions of this payee are not there any more.",
            code="transaction_withdrawn",
            hint="Import the statement again first.",
        )
    return facts


def _told(similar: Similar) -> dict[str, Any]:
    told = similar.told
    return {
        "description": told.description,
        "payee": told.payee,
        "account": told.account,
        "business_percent": f"{told.business_percent.normalize():f}",
        "times": told.times,
        "last": f"{told.last_date:%Y-%m}",
        "direction": told.direction,
    }
