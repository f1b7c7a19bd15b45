"""What was said about a transaction, as calibration wants to know it; pure.

Here: the circumstances of an answer. Not here: what they mean for how sure it is
(calibration.py).
"""

import numpy as np

from ledgerflow.classification.learning.calibration import Said
from ledgerflow.classification.learning.candidates import Batch
from ledgerflow.classification.learning.evidence import entry_count
from ledgerflow.classification.learning.features import LEVELS, SPECIFIC
from ledgerflow.classification.learning.gathering import Floats, Whole
from ledgerflow.classification.learning.reasons import firm_count
from ledgerflow.classification.learning.records import Asked

_PAYEE = LEVELS.index("payee")
_ACCOUNT_PAYEE = LEVELS.index("account_payee")


def said_of(
    asked: Asked,
    place: int,
    *,
    kind: str,
    probability: float,
    margin: float,
    decisions: int,
    newest_day: int,
) -> Said:
    """The circumstances of the first answer, `place`; days are ordinals of dates."""
    agree, tries = entry_count(asked.entries[_PAYEE], place)
    own_agree, own_tries = entry_count(asked.entries[_ACCOUNT_PAYEE], place)
    day, newest, length = asked.run
    return Said(
        kind=kind,
        probability=probability,
        margin=margin,
        tries=tries,
        agree=agree,
        own_tries=own_tries,
        own_agree=own_agree,
        streak=length if newest == place else 0,
        experts=asked.agreeing,
        firm_tries=asked.firm.payee_tries,
        firm_agree=firm_count(asked, place),
        seen=decisions,
        lag_days=max(0, asked.row.day - newest_day) if newest_day else 0,
        age_days=max(0, asked.row.day - day) if day else 0,
    )


def agreeing(batch: Batch, labels: Whole, best: Whole) -> Floats:
    """By row: the share of contexts, linear model and firm whose first choice is `best`.

    `labels` are the places of the linear model's columns; `best` holds one place per row.
    """
    rows = len(best)
    cells = batch.cells
    counted = cells.is_first & (cells.level < len(SPECIFIC))
    row = cells.row[counted]
    tries = np.bincount(row, minlength=rows)
    hits = np.bincount(row, weights=cells.place[counted] == best[row], minlength=rows)
    if len(labels):
        tries = tries + 1
        hits += labels[batch.scores.score.argmax(axis=1)] == best
    firsts = [question.firm_places[:1] or (-1,) for question in batch.questions]
    firm = np.asarray(firsts, np.intp).reshape(-1)
    share = (hits + (firm == best)) / np.maximum(tries + (firm >= 0), 1)
    found: Floats = share.astype(np.float32)
    return found
