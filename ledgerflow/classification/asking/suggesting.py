"""From an agent's answer to suggestions, the only thing an agent can write.

Here: one suggestion for each undecided transaction of the group, under the agents' database role.
Not here: asking, choosing among all answers (cascade.py), or how sure an answer is once people
have judged others (trackrecord.py): classification runs after a look-up and says that.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledgerflow.agents.records import RunOutcome
from ledgerflow.agents.role import agent_role
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.chart import bookable_accounts
from ledgerflow.classification.asking.groups import Group, is_placed
from ledgerflow.classification.asking.trackrecord import NO_RECORD
from ledgerflow.classification.cascade import MAX_ALTERNATIVES, Classified
from ledgerflow.classification.classifiers.agent import agent_answer
from ledgerflow.classification.facts import NOTHING, TRANSFERS_KEY, PayeeName
from ledgerflow.classification.looked_up import AGENT, LookedUp, kind_of, version_of
from ledgerflow.classification.models import PayeeAlias, Suggestion
from ledgerflow.classification.newest import newest_suggestions
from ledgerflow.classification.services import suggestion_of
from ledgerflow.firms.models import Business
from ledgerflow.statements.models import BankTransaction

UNDONE = "undo"
"""The kind of a decision that takes an earlier one back (review/models.py)."""


@transaction.atomic
def suggestions_write(
    *, business: Business, batch: Batch, group: Group, run: AgentRun, outcome: RunOutcome
) -> int:
    """Suggest what an agent answered; how many suggestions were written.

    0 where it does not know, in a trial, and where the account can be booked to no more.
    Transactions that were decided, withdrawn or placed by a rule meanwhile get none. What was
    suggested before stays among the alternatives. Raises OutsideError where the database has no
    role for agents.
    """
    output = outcome.output if outcome.state == AgentRun.State.ANSWERED else None
    account_id = _account_id(business, output or {})
    if output is None or account_id is None or run.is_trial:
        return 0
    found = looked_up(run, account_id, output, len(outcome.calls))
    rows = _waiting(business, group)
    newest = newest_suggestions(rows)
    answer = agent_answer(found, _payee(business, group, found), NO_RECORD.proven(found))
    fresh, bar = [], 1 - business.target_error_rate
    for row in rows:
        if is_placed(newest.get(row.pk), bar):
            continue
        suggestion = suggestion_of(row, batch, Classified(answer), {})
        if suggestion is not None:
            suggestion.evidence = dict(found.evidence)
            suggestion.alternatives = _alternatives(newest.get(row.pk), account_id)
            fresh.append(suggestion)
    with agent_role():
        Suggestion.objects.bulk_create(fresh)
    return len(fresh)


def looked_up(
    run: AgentRun, account_id: int, output: Mapping[str, Any], tool_calls: int
) -> LookedUp:
    """The record of an answer (kinds/classification.py) and the evidence it rests on."""
    agent, prompt = run.agent.name, run.prompt.version
    at = timezone.now().isoformat(timespec="seconds")
    return LookedUp(
        run=str(run.pk),
        kind=kind_of(agent),
        version=version_of(agent, prompt),
        account_id=account_id,
        claimed=Decimal(str(output["confidence"])),
        business_percent=Decimal(output["business_percent"]),
        evidence={
            "agent": agent,
            "prompt_version": prompt,
            "model": run.model_name,
            "run": run.pk,
            "tool_calls": tool_calls,
            "claimed": str(output["confidence"]),
            "account_id": account_id,
            "payee_name": _usable(output.get("payee_name", "")),
            "reason": output.get("reason", ""),
            "questions": list(output.get("questions", ())),
            "sources": [{**source, "at": at} for source in output.get("sources", ())],
        },
    )


def _account_id(business: Business, output: Mapping[str, Any]) -> int | None:
    """The account as it is now: offered once, it may be closed or another's by now."""
    said = str(output.get("account") or "")
    if not (said.isascii() and said.isdecimal()):
        return None
    return bookable_accounts(business).filter(pk=int(said)).values_list("pk", flat=True).first()


def _payee(business: Business, group: Group, found: LookedUp) -> PayeeName:
    """The group's payee, called as people call it, else as the agent found."""
    is_named = PayeeAlias.objects.filter(business=business, key=group.subject_key).exists()
    name = group.payee_name if is_named else found.payee_name or group.payee_name
    return PayeeName(group.subject_key, name)


def _usable(name: str) -> str:
    """A name without masks: what was taken out before it left must not come back as a name."""
    return "" if "[" in name or "]" in name else name


def _waiting(business: Business, group: Group) -> list[BankTransaction]:
    """The group's transactions that nobody decided, locked: a decision waits for the suggestion.

    Decisions live in a layer above; all that is asked of them is whether the newest one stands.
    """
    rows = list(
        BankTransaction.objects.select_for_update()
        .filter(pk__in=group.transaction_ids, business=business, is_live=True)
        .order_by("pk")
    )
    newest = (
        BankTransaction.objects.filter(pk__in=[row.pk for row in rows])
        .order_by("pk", "-decisions__version")
        .distinct("pk")
        .values_list("pk", "decisions__kind")
    )
    waiting = {pk for pk, kind in newest if kind in (None, UNDONE)}
    return [row for row in rows if row.pk in waiting]


def _alternatives(before: Suggestion | None, account_id: int) -> list[dict[str, Any]]:
    """What was suggested before, and its alternatives, without the agent's own account."""
    if before is None or before.source == NOTHING:
        return []
    own = [] if before.source == AGENT else [_as_alternative(before)]
    others = [one for one in (*own, *before.alternatives) if one["account_id"] != account_id]
    return others[:MAX_ALTERNATIVES]


def _as_alternative(before: Suggestion) -> dict[str, Any]:
    is_transfer = before.account_id is None and not (before.splits or before.is_exclusion)
    return {
        "account_id": before.account_id,
        "account_key": TRANSFERS_KEY if is_transfer else "",
        "confidence": str(before.confidence),
        "source": before.source,
        "reasons": list(before.reasons),
        "transfer_with": before.transfer_with_id,
    }
