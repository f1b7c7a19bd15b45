"""Writes of receipts: storing one, putting it where it belongs, taking it away.

Here: one transaction each, in a firm's scope, audited. Not here: what the bytes are
(sniffing.py), reading them back (selectors.py), or the disk itself (statements/storage.py).
"""

import hashlib
import uuid

from django.db import transaction
from django.db.models.functions import Now

from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AccessError, FileTooLarge, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers.sniffing import media_type_of
from ledgerflow.statements.models import BankTransaction
from ledgerflow.statements.storage import original_name, original_store

PAPER_BYTES_MAX = 15 * 1024 * 1024
NAME_MAX = 255


@transaction.atomic
def paper_store(
    *,
    business: Business,
    name: str,
    data: bytes,
    user_id: int | None,
    transaction_id: int | None = None,
    entry_id: int | None = None,
    question_id: int | None = None,
    link_id: int | None = None,
) -> Attachment:
    """Keep a receipt; the same bytes twice are the first one, put here where it lay loose.

    Raises InputError("not_a_receipt") for bytes of another kind, FileTooLarge above 15 MB, and
    AccessError for a transaction or entry of elsewhere.
    """
    name = paper_name(name)
    media_type = _checked(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    # Two people dropping the same photo at once: the second one waits, and finds the first.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    known = Attachment.objects.filter(business=business, sha256=sha256, removed_at=None).first()
    if known is not None:
        return _placed_if_loose(business, known, transaction_id, entry_id, question_id)
    _refuse_elsewhere(business, transaction_id, entry_id)
    stored_as = paper_uuid(business.pk, sha256)
    original_store(business.firm_id, stored_as, data)
    with kind_errors(where=name):
        paper = Attachment.objects.create(
            firm_id=business.firm_id,
            business=business,
            name=name,
            media_type=media_type,
            sha256=sha256,
            size_bytes=len(data),
            stored_as=stored_as,
            transaction_id=transaction_id,
            entry_id=entry_id,
            question_id=question_id,
            link_id=link_id,
            received_by_id=user_id,
        )
    _record(paper, "paper_store", {"bytes": len(data), "media_type": media_type})
    return paper


@transaction.atomic
def paper_place(
    *,
    business: Business,
    paper_id: int,
    transaction_id: int | None = None,
    entry_id: int | None = None,
) -> Attachment:
    """Put a receipt beside a transaction or an entry; neither: back among the loose ones.

    Raises AccessError for a receipt, transaction or entry of elsewhere.
    """
    paper = paper_find(business, paper_id, lock=True)
    _refuse_elsewhere(business, transaction_id, entry_id)
    paper.transaction_id, paper.entry_id = transaction_id, entry_id
    paper.save(update_fields=["transaction", "entry"])
    _record(paper, "paper_place", {"transaction": transaction_id, "entry": entry_id})
    return paper


@transaction.atomic
def paper_remove(*, business: Business, paper_id: int) -> Attachment:
    """Hide a receipt; its file stays on disk, and `paper_restore` brings it back."""
    paper = paper_find(business, paper_id, lock=True)
    Attachment.objects.filter(pk=paper.pk).update(removed_at=Now(), removed_by_id=current_user_id())
    _record(paper, "paper_remove")
    return paper


@transaction.atomic
def paper_restore(*, business: Business, paper_id: int) -> Attachment:
    """Show a hidden receipt again. Raises ConflictError where the same file came meanwhile."""
    paper = Attachment.objects.filter(business=business, pk=paper_id).select_for_update().first()
    if paper is None:
        raise _unknown()
    paper.removed_at, paper.removed_by = None, None
    with kind_errors(where=paper.name):
        paper.save(update_fields=["removed_at", "removed_by"])
    _record(paper, "paper_restore")
    return paper


def paper_find(business: Business, paper_id: int, *, lock: bool = False) -> Attachment:
    """A receipt of this business that is not hidden; AccessError for any other number."""
    rows = Attachment.objects.filter(business=business, pk=paper_id, removed_at=None)
    paper = (rows.select_for_update() if lock else rows).first()
    if paper is None:
        raise _unknown()
    return paper


def paper_uuid(business_id: int, sha256: str) -> uuid.UUID:
    """The name of a receipt's file: another than that of a statement with the same bytes."""
    return original_name(business_id, f"paper:{sha256}")


def paper_name(name: str) -> str:
    """A file's name without folders and control characters, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable()).strip()
    return shown[-NAME_MAX:] or "receipt"


def _checked(name: str, data: bytes) -> str:
    """The media type of what may be kept."""
    if len(data) > PAPER_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: {len(data):,} bytes; a receipt has at most {PAPER_BYTES_MAX:,}.",
            hint="Take the photo at a lower resolution, or scan fewer pages at once.",
        )
    media_type = media_type_of(data)
    if not media_type:
        raise InputError(
            f"{name} is no photo or PDF that can be kept, whatever its name says.",
            code="not_a_receipt",
            hint="Send a JPEG, PNG, WebP or HEIC photo, or a PDF.",
        )
    return media_type


def _placed_if_loose(
    business: Business,
    paper: Attachment,
    transaction_id: int | None,
    entry_id: int | None,
    question_id: int | None,
) -> Attachment:
    """The receipt that is there; where it lay loose it goes to where it came now."""
    if question_id is not None and paper.question_id is None:
        paper.question_id = question_id
        paper.save(update_fields=["question"])
    is_loose = paper.transaction_id is None and paper.entry_id is None
    if is_loose and (transaction_id or entry_id):
        return paper_place(
            business=business, paper_id=paper.pk, transaction_id=transaction_id, entry_id=entry_id
        )
    return paper


def _refuse_elsewhere(business: Business, transaction_id: int | None, entry_id: int | None) -> None:
    here = {"business": business}
    for model, pk in ((BankTransaction, transaction_id), (JournalEntry, entry_id)):
        if pk is not None and not model.objects.filter(pk=pk, **here).exists():
            raise AccessError(
                f"{business.name} has no such transaction or entry.",
                code="unknown_transaction",
                hint="Search for it again.",
            )


def _unknown() -> AccessError:
    return AccessError(
        "There is no such receipt.", code="unknown_receipt", hint="Look at the receipts again."
    )


def _record(paper: Attachment, action: str, detail: dict[str, object] | None = None) -> None:
    event_record(
        firm_id=paper.firm_id,
        business_id=paper.business_id,
        action=action,
        subject="attachment",
        subject_id=paper.pk,
        detail=detail or {},
    )
