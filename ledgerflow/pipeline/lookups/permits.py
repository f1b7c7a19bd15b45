"""Whom a business's transactions may be shown to: its policy against an agent's model.

Here: the check and the agents that may be asked. Not here: setting the policy (agents/lookups.py).
It is asked when a look-up is started, and again before each single question.
"""

from dataclasses import dataclass

from ledgerflow.agents.modelrows import is_own_host
from ledgerflow.agents.models import Agent
from ledgerflow.agents.records import AgentSpec, ModelSpec
from ledgerflow.agents.selectors import agent_spec, enabled_agent
from ledgerflow.core.errors import InputError, LedgerFlowError, RuleError
from ledgerflow.firms.models import Business

POLICY = Business.ModelPolicy


@dataclass(frozen=True, slots=True)
class Asking:
    """The agents of a look-up; `payee` is None where that agent is off or may not be asked."""

    classification: AgentSpec
    payee: AgentSpec | None = None


def refuse_by_policy(business: Business, model: ModelSpec) -> None:
    """RuleError (model_policy) where the business's policy forbids this model."""
    hint = (
        "An owner changes it: on the page Agents of the business, or"
        " `ledgerflow agents policy local|allowed`."
    )
    if business.model_policy == POLICY.NONE:
        raise RuleError(
            f"{business.name} lets no language model see its transactions.",
            code="model_policy",
            hint=hint,
        )
    # The row's word alone is not enough: it may have been changed past the admin's check.
    is_local = model.is_local and is_own_host(model.base_url)
    if business.model_policy == POLICY.LOCAL and not is_local:
        raise RuleError(
            f"{business.name} lets only local models see its transactions; {model.name} is not"
            " marked as one, or its host is not in LEDGERFLOW_PRIVATE_HOSTS.",
            code="model_policy",
            hint=f"{hint} Or give the agent a model that runs on your own machines.",
        )


def asking_of(business: Business) -> Asking:
    """The agents that may be asked for a business.

    Raises RuleError (model_policy) or InputError (agent_off, agent_no_model, agent_no_prompt).
    """
    if business.model_policy == POLICY.NONE:
        refuse_by_policy(business, ModelSpec("", "", ""))
    classification = _spec(business, Agent.Kind.CLASSIFICATION)
    if classification is None:
        raise InputError(
            "No classification agent is switched on.",
            code="agent_off",
            hint="`ledgerflow agents init` makes the shipped ones; give one a model and switch it"
            " on in the admin under Agents.",
        )
    try:
        payee = _spec(business, Agent.Kind.PAYEE)
    except LedgerFlowError:  # the look-up goes on without it
        payee = None
    return Asking(classification, payee)


def _spec(business: Business, kind: str) -> AgentSpec | None:
    agent = enabled_agent(kind)
    if agent is None:
        return None
    spec = agent_spec(agent)
    refuse_by_policy(business, spec.model)
    return spec
