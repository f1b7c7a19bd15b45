"""What a classifier may look at besides the transaction itself; pure.

Here: one frozen record per business and run. Not here: filling it from the database (services).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.classification.asking.trackrecord import NO_RECORD, TrackRecord
from ledgerflow.classification.facts import PayeeName
from ledgerflow.classification.learning.records import Ranking
from ledgerflow.classification.looked_up import LookedUp
from ledgerflow.classification.memory import EMPTY_MEMORY, MemoryIndex
from ledgerflow.classification.refunds import RefundMatch
from ledgerflow.classification.rules import RuleBook
from ledgerflow.classification.transfers import AmbiguousLine, PairProposal


@dataclass(frozen=True, slots=True)
class ClassifyContext:
    """One business's rules, memory, transfer pairs, refunds, trade and bar.

    By transaction id: `pairs` (both sides), `open_transfers` has the lines that fit several others,
    `refunds` what was given back, `learned` what the learner says, `looked_up` what an agent
    answered, which is as good as its `track_record`. `target_precision` (0..1) is the hit rate
    that a winning answer must reach. `aliases` has payees by the keys of their
    spellings. `account_ids` maps standard account keys to ledger account ids of this business, so
    that an answer by key and one by id are seen as the same account.
    """

    rules: RuleBook = field(default=RuleBook())
    memory: MemoryIndex = EMPTY_MEMORY
    pairs: Mapping[int, PairProposal] = field(default_factory=dict)
    open_transfers: Mapping[int, AmbiguousLine] = field(default_factory=dict)
    refunds: Mapping[int, RefundMatch] = field(default_factory=dict)
    learned: Mapping[int, Ranking] = field(default_factory=dict)
    looked_up: Mapping[int, LookedUp] = field(default_factory=dict)
    track_record: TrackRecord = NO_RECORD
    aliases: Mapping[str, PayeeName] = field(default_factory=dict)
    industry: str = ""
    target_precision: Decimal = Decimal("0.95")
    account_ids: Mapping[str, int] = field(default_factory=dict)
