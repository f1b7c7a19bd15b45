"""Sealing every firm in turn: for the job of each minute, and for the command.

Here: the walk. Not here: sealing (ledger/sealing.py). One firm's trouble keeps no other waiting.
"""

import logging
from dataclasses import dataclass

from django.db import transaction

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.core.scope import current_user_id, firm_scope
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import Firm
from ledgerflow.ledger.sealing import SealNote, SealsMade, seal_newest, seals_make

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FirmSealed:
    """A firm's answer: what was made, its newest seal, and what stopped it."""

    firm_id: int
    firm_name: str
    made: SealsMade
    newest: SealNote | None
    fault: LedgerFlowError | None = None


def firm_seal(firm_id: int, over: str = "") -> FirmSealed:
    """Seal one firm; a fault is part of the answer."""
    made, fault = SealsMade(), None
    try:
        made = seals_make(firm_id=firm_id, over=over)
    except LedgerFlowError as error:
        fault = error
    with firm_scope(firm_id, current_user_id()), transaction.atomic():
        name = Firm.objects.get(pk=firm_id).name
        return FirmSealed(firm_id, name, made, seal_newest(firm_id), fault)


def firms_seal() -> None:
    """Seal every firm. What stops a firm's sealing is logged each time until somebody looks."""
    for firm_id in firm_ids():
        sealed = firm_seal(firm_id)
        if sealed.fault is not None:
            # The message names an entry and its business, which no log may hold.
            logger.error(
                "Sealing of firm %s stopped (%s): run `ledgerflow verify`.",
                firm_id,
                sealed.fault.code,
            )
