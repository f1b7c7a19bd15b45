"""What persons decided before, as classification takes it; pure.

Here: one frozen record. Not here: filling it from decisions (review/history.py, the layer that
knows them) or using it (transfers.py, refunds.py, learning/).
"""

from dataclasses import dataclass

from ledgerflow.classification.asking.trackrecord import NO_RECORD, TrackRecord
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.refunds import Movement


@dataclass(frozen=True, slots=True)
class History:
    """Earlier decisions of one business.

    `accepted_pairs`: (payee key of the money out, of the money in) of transfers that persons
    accepted. `open_halves`: lines decided as a transfer that have no other half. `movements`:
    decided lines near undecided ones, and the undecided themselves, for refunds. `own_names`: the
    business and its owners. `learner`: what persons' decisions taught. `agents`: which answers of
    agents stand and what persons decided on them. `waiting`: the undecided themselves.
    """

    accepted_pairs: frozenset[tuple[str, str]] = frozenset()
    open_halves: tuple[TransactionFacts, ...] = ()
    movements: tuple[Movement, ...] = ()
    own_names: tuple[str, ...] = ()
    learner: Learner | None = None
    agents: TrackRecord = NO_RECORD
    waiting: tuple[TransactionFacts, ...] = ()


NO_HISTORY = History()
