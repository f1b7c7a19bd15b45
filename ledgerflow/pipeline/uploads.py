"""The end of an upload in parts: a whole file becomes a StatementFile, or is refused as a whole.

Here: the one transaction that does it, and the sweep of what was given up. Not here: the parts
(statements/uploading.py).
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ledgerflow.core.errors import InputError, LedgerFlowError, OutsideError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, firm_ids, working_in
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.statements.pageimage import images_sweep
from ledgerflow.statements.upload_models import UploadSession
from ledgerflow.statements.uploading import (
    KEPT,
    is_sha256,
    parts_sweep,
    refusal_words,
    require_whole,
    upload_end,
    upload_of,
    uploads_forget,
)
from ledgerflow.statements.uploadparts import part_load


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a file that is whole: its number, or why it was refused."""

    file_id: int | None = None
    refusal: LedgerFlowError | None = None


def upload_finish(place: Place, upload_id: int, *, user_id: int) -> Finished:
    """Check the whole file and submit it, in one transaction; said again, the same answer.

    A file whose bytes are not those announced, or that the business has, is refused for good.
    Raises AccessError, ConflictError (bytes are missing) and OutsideError (the disk): the upload
    then stays as it is.
    """
    with working_in(place, user_id):
        session = upload_of(
            business_id=place.business_id, upload_id=upload_id, user_id=user_id, lock=True
        )
        if session.state == UploadSession.State.DONE:
            return Finished(session.file_id)
        require_whole(session)
        data = part_load(session.firm_id, session.stored_as)
        try:
            _require_same(session, data)
            upload = Upload(session.name, data)
            with transaction.atomic():
                file_id = statement_submit(place, upload, account=session.account, user_id=user_id)
        except OutsideError:
            raise
        except LedgerFlowError as refusal:
            upload_end(session=session, file_id=None, refusal=refusal_words(refusal))
            return Finished(refusal=refusal)
        upload_end(session=session, file_id=file_id)
    return Finished(file_id)


def _require_same(session: UploadSession, data: bytes) -> None:
    """InputError where the bytes are not those that were announced."""
    digest = hashlib.sha256(data).hexdigest()
    whole = len(data) == session.size_bytes
    if not whole or (is_sha256(session.fingerprint) and digest != session.fingerprint):
        raise InputError(
            f"{session.name}: what arrived is not what was announced (size or SHA-256 differ).",
            code="upload_changed",
            hint="Nothing was taken in. The file changed while it was sent: drop it again.",
        )


def uploads_sweep(now: dt.datetime | None = None) -> int:
    """Forget uploads that nobody touched for a day, of all firms; how many."""
    before = (now or timezone.now()) - KEPT
    gone = 0
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            gone += uploads_forget(before=before)
    parts_sweep(before=before)
    images_sweep(before=before)
    return gone
