"""Sealing what a firm posted and recorded, and the newest seal to note elsewhere.

Here: the calls, in transactions of their own, and what they came to. Not here: what a seal is
(audit/chain.py), how it is made (migrations/sql/seals.sql), checking it (pipeline/verification).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from ledgerflow.audit.models import Seal
from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.scope import current_user_id, firm_scope

MOST = 10_000
"""Entries and events a seal: some hundred kilobytes, hashed in parts of a second."""

SEALED, BUSY, NOTHING = "sealed", "busy", "nothing"

MAKE = "SELECT outcome, sequence, entries, events, more FROM lf_seal_make(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class SealsMade:
    """What a call made: seals, and the entries and events in them.

    `is_busy`: writers were at work, so that something waits for the next call.
    """

    seals: int = 0
    entries: int = 0
    events: int = 0
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class SealNote:
    """A seal as a person notes it outside: its number, when it was made (UTC), its hash in hex."""

    sequence: int
    sealed_at: datetime
    hash: str


def seals_make(*, firm_id: int, over: str = "", most: int = MOST) -> SealsMade:
    """Seal all that a firm has not sealed yet; call it outside a transaction.

    Waits at most 0.2 s for writers, who wait no longer for it; where they work longer it leaves
    the rest for another time. Raises ChangedBehind where an entry is not what was posted; a reason
    in `over` is recorded and seals it as it is now.
    """
    made = SealsMade()
    if over:
        _record_over(firm_id, over)
    while True:
        with (
            firm_scope(firm_id, current_user_id()),
            transaction.atomic(),
            kind_errors("Sealing"),
            connection.cursor() as cursor,
        ):
            cursor.execute(MAKE, [firm_id, most, bool(over)])
            outcome, _, entries, events, more = cursor.fetchone()
        if outcome != SEALED:
            return SealsMade(made.seals, made.entries, made.events, outcome == BUSY)
        made = SealsMade(made.seals + 1, made.entries + entries, made.events + events)
        if not more:
            return made


def seal_newest(firm_id: int) -> SealNote | None:
    """The firm's newest seal, in its scope; None before the first."""
    newest = Seal.objects.filter(firm_id=firm_id).order_by("-sequence").only(*_NOTED).first()
    return None if newest is None else _note(newest)


def seal_noted(firm_id: int, noted: str) -> SealNote | None:
    """The firm's seal with this hash (64 hexadecimal digits), in its scope; None where none has."""
    try:
        wanted = bytes.fromhex(noted)
    except ValueError:
        return None
    found = Seal.objects.filter(firm_id=firm_id, hash=wanted).only(*_NOTED).first()
    return None if found is None else _note(found)


_NOTED = ("sequence", "sealed_at", "hash")


def _note(seal: Seal) -> SealNote:
    return SealNote(seal.sequence, seal.sealed_at, bytes(seal.hash).hex())


def _record_over(firm_id: int, reason: str) -> None:
    with firm_scope(firm_id, current_user_id()), transaction.atomic():
        event_record(
            firm_id=firm_id,
            business_id=None,
            action="seal_over",
            subject="seal",
            subject_id=None,
            reason=reason,
        )
