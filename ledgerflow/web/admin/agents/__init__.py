"""Agents in admin: models, tools, agents, prompts, what they cost, and what they did.

Here: thin pages over services and selectors of agents and look-ups. Not here: rules of what a row
may hold (agents/), running anything (pipeline/lookups). Rows of firms are shown under a firm that
the operator picks, to look at only; what is shown of transactions is masked.
"""

from ledgerflow.web.admin.agents import (
    agentrows,
    callrows,
    languagemodels,
    lookuprows,
    promptrows,
    runrows,
    spendrows,
    toolrows,
)

__all__ = [
    "agentrows",
    "callrows",
    "languagemodels",
    "lookuprows",
    "promptrows",
    "runrows",
    "spendrows",
    "toolrows",
]
