"""A proposed profile and chart, item by item, and a person who takes items on.

Here: reading a run's proposal and applying what a person accepts, each item audited. Not here:
asking the agent (profile_asking.py), or what an item may say (agents/kinds/profile.py).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.audit.models import AuditEvent
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError, InputError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.firms.services import business_describe
from ledgerflow.ledger.chartchanges import account_close, account_open, account_rename
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.chartediting import refuse_ruled
from ledgerflow.pipeline.profile_questions import FORMS_OF_REGIMES, shown
from ledgerflow.tax.services import tax_line_choose

ACTION, SUBJECT = "profile_accept", "agent_run"


@dataclass(frozen=True, slots=True)
class Item:
    """One change that a run proposes; `values` as agents/kinds/profile.py gives them."""

    n: int
    what: str
    values: Mapping[str, Any]
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a run proposes for a business; `model`, `prompt` say who said so."""

    run_id: int
    model: str
    prompt: str
    items: tuple[Item, ...]
    questions: tuple[str, ...]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an item: done, or the error that refused it."""

    item: Item
    error: LedgerFlowError | None = None


def proposal_of(place: Place, run_id: int) -> Proposal:
    """The proposal of a run. Raises AccessError where there is none, InputError for another."""
    with working_in(place):
        return _proposal(_run(place, run_id))


def proposal_accept(
    place: Place, run_id: int, *, user_id: int | None, only: Collection[int] = ()
) -> list[Applied]:
    """A person takes items on (all that are open, or those numbered in `only`).

    Each item is done or refused by itself: one accepted before, one whose account, text or
    heading is no longer what the proposal was made from. Raises InputError for an unknown number
    or without a person, ConflictError where nothing is left to accept.
    """
    if user_id is None:
        raise InputError(
            "Only a person takes a proposal on.",
            code="decision_needs_person",
            hint="Say who you are: --user EMAIL.",
        )
    with working_in(place, user_id):
        run = _run(place, run_id)
        business = Business.objects.select_for_update().get(pk=run.business_id)
        proposal = _proposal(run)
        chosen = _chosen(proposal, only)
        return [_apply_one(business, run, item) for item in chosen]


def _run(place: Place, run_id: int) -> AgentRun:
    found = AgentRun.objects.select_related("agent", "prompt").filter(
        pk=run_id, business_id=place.business_id
    )
    run = found.first()
    if run is None:
        raise AccessError(
            f"{place.business_name} has no run {run_id}.",
            hint="`ledgerflow agents runs` lists them.",
        )
    if run.kind != Agent.Kind.PROFILE or run.state != AgentRun.State.ANSWERED or run.is_trial:
        raise InputError(
            f"Run {run_id} proposes no profile (it is of the kind {run.kind}, {run.state}).",
            code="no_proposal",
            hint="`ledgerflow agents profile BUSINESS --describe TEXT` makes a proposal.",
        )
    return run


def _proposal(run: AgentRun) -> Proposal:
    events = AuditEvent.objects.filter(
        firm_id=run.firm_id, subject=SUBJECT, subject_id=run.pk, action=ACTION
    )
    accepted = {detail["n"] for detail in events.values_list("detail", flat=True)}
    output = run.output or {}
    return Proposal(
        run_id=run.pk,
        model=run.model_name,
        prompt=f"{run.agent.name}/{run.prompt.version}",
        items=tuple(
            Item(row["n"], row["what"], MappingProxyType(row), row["n"] in accepted)
            for row in output.get("items", ())
        ),
        questions=tuple(output.get("questions", ())),
        confidence=output.get("confidence", 0.0),
        reason=output.get("reason", ""),
    )


def _chosen(proposal: Proposal, only: Collection[int]) -> list[Item]:
    unknown = sorted(set(only) - {item.n for item in proposal.items})
    if unknown:
        raise InputError(
            f"Run {proposal.run_id} proposes no item {unknown[0]}.",
            code="no_proposal",
            hint=f"It has the items 1 to {len(proposal.items)}.",
        )
    chosen = [i for i in proposal.items if (i.n in only if only else not i.is_accepted)]
    if not chosen:
        raise ConflictError(
            f"Nothing of run {proposal.run_id} is left to accept.",
            code="already_accepted",
            hint="`ledgerflow agents profile BUSINESS --describe TEXT` makes a new proposal.",
        )
    return chosen


def _apply_one(business: Business, run: AgentRun, item: Item) -> Applied:
    try:
        if item.is_accepted:
            raise ConflictError(
                f"Item {item.n} of run {run.pk} was accepted before.",
                code="already_accepted",
                hint="Leave it out.",
            )
        with transaction.atomic():
            account = _DOING[item.what](business, item.values)
            event_record(
                firm_id=run.firm_id,
                business_id=business.pk,
                action=ACTION,
                subject=SUBJECT,
                subject_id=run.pk,
                reason=item.values.get("why", ""),
                detail=_detail(item, account),
            )
    except LedgerFlowError as error:
        return Applied(item, error)
    return Applied(item)


def _detail(item: Item, account: Account | None) -> dict[str, Any]:
    shown = {
        key: item.values[key] for key in ("from", "to", "name", "tax_line") if key in item.values
    }
    named = {"account": account.pk, "code": account.code} if account else {}
    return {"n": item.n, "what": item.what, **shown, **named}


def _profile_change(field: str) -> Callable[[Business, Mapping[str, Any]], None]:
    def change(business: Business, values: Mapping[str, Any]) -> None:
        # A proposal holds what the model saw: account numbers and names of people masked.
        if shown(business, getattr(business, field)) != values["from"]:
            raise _changed(f"The {field} of {business.name} was changed meanwhile.")
        business_describe(business=business, **{field: values["to"]})

    return change


def _add(business: Business, values: Mapping[str, Any]) -> Account:
    account = account_open(
        business=business,
        name=values["name"],
        kind=values["type"],
        parent_code=values["parent"],
    )
    form_id = FORMS_OF_REGIMES.get(business.tax_regime)
    if values["tax_line"] and form_id:
        tax_line_choose(account=account, form_id=form_id, line_id=values["tax_line"])
    return account


def _rename(business: Business, values: Mapping[str, Any]) -> Account:
    return account_rename(account=_unchanged(business, values), name=values["to"])


def _close(business: Business, values: Mapping[str, Any]) -> Account:
    account = _unchanged(business, values)
    refuse_ruled(business, account)
    return account_close(account=account)


def _unchanged(business: Business, values: Mapping[str, Any]) -> Account:
    """The account that the proposal was made from, if it is still what it was."""
    account = Account.objects.filter(business=business, pk=int(values["account"])).first()
    known = (values["code"], values["from"], True)
    if account is None or (account.code, shown(business, account.name), account.is_active) != known:
        raise _changed(f"Account {values['code']} {values['from']} was changed meanwhile.")
    return account


def _changed(message: str) -> ConflictError:
    return ConflictError(
        message, code="changed_meanwhile", hint="Look at it as it is now, or ask the agent anew."
    )


_DOING: Mapping[str, Callable[[Business, Mapping[str, Any]], Account | None]] = {
    "description": _profile_change("description"),
    "industry": _profile_change("industry"),
    "account_add": _add,
    "account_rename": _rename,
    "account_close": _close,
}
