"""What an agent answered for a transaction, as classification goes on using it; pure.

Here: the record, the names its suggestions carry, and the JSON of Suggestion.evidence. Not here:
reading it from the database (asking/standing.py), or how sure it makes (asking/trackrecord.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

AGENT = "agent"
"""Source of a suggestion that rests on an agent's answer."""

KIND = "agent:"
KIND_MOST = 40
VERSION_MOST = 40
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class LookedUp:
    """An agent's answer for one transaction: an account of its business, and the evidence.

    `kind` and `version` name agent and prompt; `claimed` (0..1) is how sure the model said it is,
    which is no measure. `run` is the AgentRun's id as text. `evidence` is Suggestion.evidence:
    {"agent", "model", "run", "prompt_version", "claimed", "account_id", "payee_name", "reason",
    "sources": [{"url", "title", "quote", "at"}], "questions", "tool_calls"}.
    """

    run: str
    kind: str
    version: str
    account_id: int
    claimed: Decimal
    business_percent: Decimal = Decimal(100)
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def payee_name(self) -> str:
        """The payee's usual name as the agent found it; "" where it found none."""
        return str(self.evidence.get("payee_name", ""))

    @property
    def reason(self) -> str:
        """Why, in plain words, and who says so."""
        said = self.evidence.get("reason") or "it gave no reason"
        return f"agent {self.evidence.get('agent', '')} looked it up: {said}"


def claim_of(evidence: Any) -> Decimal:
    """How sure the model said it is, 0..1; what cannot be read is no claim at all."""
    try:
        claimed = Decimal(str(evidence["claimed"]))
    except (KeyError, TypeError, ArithmeticError):
        return Decimal(0)
    return claimed if claimed.is_finite() and 0 <= claimed <= 1 else Decimal(0)


def kind_of(agent: str) -> str:
    """Suggestion.kind of an agent's answers; a long name is cut, and stays one of its own."""
    return KIND + _short(agent, KIND_MOST - len(KIND))


def version_of(agent: str, prompt_version: int) -> str:
    """Suggestion.version: "<agent>/<prompt version>"."""
    number = f"/{prompt_version}"
    return _short(agent, VERSION_MOST - len(number)) + number


def _short(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: most - _DIGEST - 1]}-{digest}"
