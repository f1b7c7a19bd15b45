"""Job wrappers: load, call, nothing else. Arguments are ids; no bank data is in a job.

Here: the names jobs run under. Not here: what they do (stages.py). A job runs at least once;
the stages make running it again harmless.
"""

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ledgerflow.firms.access import operator_place_by_id
from ledgerflow.pipeline.stages import business_settle, statement_file_process

RETRY = RetryStrategy(max_attempts=5, exponential_wait=2, retry_exceptions={OperationalError})


@app.task(name="statement_process", retry=RETRY)
def statement_process(
    firm_id: int, business_id: int, file_id: int, user_id: int | None = None
) -> None:
    """Process one received file, then settle its business."""
    place = operator_place_by_id(firm_id, business_id)
    statement_file_process(place, file_id, user_id)
    business_settle(place, user_id)
