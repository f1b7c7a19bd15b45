"""The kinds of agents: one file per kind, one line in KINDS.

Here: the list. Not here: what a kind is (kind.py), or rows of agents (../models.py).
"""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerflow.agents.kinds.classification import CLASSIFICATION
from ledgerflow.agents.kinds.kind import Kind
from ledgerflow.agents.kinds.payee import PAYEE
from ledgerflow.agents.kinds.profile import PROFILE

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (PAYEE, CLASSIFICATION, PROFILE)}
)
"""By the word in Agent.kind."""
