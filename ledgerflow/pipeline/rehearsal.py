"""A dry run of an import: everything is done, shown, and taken back.

Here: one transaction that is rolled back, and the stored originals removed with it. Not here:
importing (services.py). Nothing is posted, so that the books' numbering has no gap either.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import ImportRun, statements_import
from ledgerflow.pipeline.stages import Progress, Settled, business_classify, silent
from ledgerflow.review.policy import Accepted, suggestions_acceptable
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.statements.storage import path_of


def statements_rehearse(
    place: Place,
    uploads: Sequence[Upload],
    *,
    account: str = "",
    reading: Mapping[str, Any] | None = None,
    user_id: int | None = None,
    progress: Progress = silent,
    passwords: Passwords | None = None,
) -> tuple[ImportRun, int]:
    """What `statements_import` would do, and how many transactions the policy would accept.

    Writes nothing: no row, no file. Batch and file ids in the answer are gone afterwards.
    """
    acceptable = 0

    def settle(place: Place, user_id: int | None, progress: Progress) -> Settled:
        nonlocal acceptable
        progress("classify")
        batch_id, suggested = business_classify(place, user_id)
        with working_in(place, user_id):
            business = Business.objects.get(pk=place.business_id)
            acceptable = len(suggestions_acceptable(business))
        return Settled(batch_id, suggested, None, Accepted((), ()))

    with working_in(place, user_id):
        before = set(_files_of(place, uploads).values_list("stored_as", flat=True))
        try:
            run = statements_import(
                place,
                uploads,
                account=account,
                reading=reading,
                user_id=user_id,
                progress=progress,
                settle=settle,
                passwords=passwords,
            )
        finally:
            for stored_as in (
                _files_of(place, uploads)
                .exclude(stored_as__in=before)
                .values_list("stored_as", flat=True)
            ):
                path_of(place.firm_id, stored_as).unlink(missing_ok=True)
        transaction.set_rollback(True)
    return run, acceptable


def _files_of(place: Place, uploads: Sequence[Upload]) -> QuerySet[StatementFile]:
    digests = [hashlib.sha256(upload.data).hexdigest() for upload in uploads]
    return StatementFile.objects.filter(business_id=place.business_id, sha256__in=digests)
