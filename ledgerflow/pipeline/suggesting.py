"""Suggesting anew for what waits, after people decided: in a job, one queued a business.

Here: queueing it, and what it does. Not here: classifying (stages.py). The job that waits already
sees whatever is decided until it starts, so a second one would add nothing.
"""

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from ledgerflow.firms.access import Place
from ledgerflow.pipeline.stages import business_classify

SECONDS_LATER = 10
"""A person decides many in a row: what they teach together is spread together."""


def suggest_defer(place: Place) -> None:
    """Queue the business's job in the caller's transaction, unless one waits already."""
    from ledgerflow.pipeline.tasks import business_suggest

    lock = f"suggest:{place.business_id}"
    job = business_suggest.configure(
        lock=f"business:{place.business_id}",
        queueing_lock=lock,
        schedule_in={"seconds": SECONDS_LATER},
    )
    try:
        with transaction.atomic():
            job.defer(firm_id=place.firm_id, business_id=place.business_id)
    except AlreadyEnqueued:
        pass


def suggest_run(place: Place) -> int:
    """Suggest for what waits from what was learned; how many suggestions are new."""
    return business_classify(place)[1]
