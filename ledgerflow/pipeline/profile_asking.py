"""Asking the profile agent about one business; what it proposes stays in its run.

Here: the order. Not here: the question (profile_questions.py), or taking items on
(profile_proposals.py).
"""

from typing import Any

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.selectors import agent_spec, enabled_agent
from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.lookups.asking_one import ask_one
from ledgerflow.pipeline.profile_questions import profile_question


def profile_propose(
    place: Place, description: str, *, user_id: int | None = None, model: Any = None
) -> AgentRun:
    """The run whose output proposes profile text, industry and chart changes, or why not.

    Raises InputError (agent_off, agent_no_model, agent_no_prompt, profile_description), RuleError
    (model_policy) or LimitError (agent_budget) before anything leaves the machine. `model` takes
    the place of the agent's own.
    """
    agent = enabled_agent(Agent.Kind.PROFILE)
    if agent is None:
        raise InputError(
            "No agent of the kind profile is switched on.",
            code="agent_off",
            hint="`ledgerflow agents init` makes the shipped one; give it a model and switch it on"
            " in the admin under Agents.",
        )
    asked = ask_one(
        place,
        agent_spec(agent),
        lambda business: profile_question(business, description),
        user_id=user_id,
        model=model,
    )
    with working_in(place, user_id):
        return AgentRun.objects.get(pk=asked.run_id)
