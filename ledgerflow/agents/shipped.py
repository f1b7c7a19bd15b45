"""The agents that come with LedgerFlow, as data; pure.

Here: their names and purposes. Not here: making the rows (services.py), their prompts and tools
(kinds/). They come switched off and without a model: an operator decides both.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShippedAgent:
    """An agent as it is made where there is none of its kind."""

    name: str
    kind: str
    purpose: str


SHIPPED = (
    ShippedAgent(
        "payee-lookup",
        "payee",
        "Finds out who a payee is and what it sells, from search results and merchant knowledge.",
    ),
    ShippedAgent(
        "classification",
        "classification",
        "Suggests the account for a payee that rules and learning cannot place, with evidence.",
    ),
    ShippedAgent(
        "business-profile",
        "profile",
        "Proposes profile text, industry and chart changes from a description of a business.",
    ),
)
