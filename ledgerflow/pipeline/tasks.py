"""Job wrappers: load, call, nothing else. Arguments are ids; no bank data is in a job.

Here: the names jobs run under. Not here: what they do (stages.py). A job runs at least once;
the stages make running it again harmless.
"""

from django.db import OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from ledgerflow.agents.models import Agent
from ledgerflow.core.requests import JOB, request_scope
from ledgerflow.firms.access import operator_place_by_id
from ledgerflow.pipeline.digest import digests_send
from ledgerflow.pipeline.exports import export_write, exports_sweep
from ledgerflow.pipeline.lookups.abandoned import abandoned_end, others_wait
from ledgerflow.pipeline.lookups.batch import job_defer, look_up_offer, look_up_run
from ledgerflow.pipeline.lookups.trial import agent_try
from ledgerflow.pipeline.rereading import stage_teller
from ledgerflow.pipeline.sealing import firms_seal
from ledgerflow.pipeline.stages import business_settle, statement_file_process
from ledgerflow.pipeline.suggesting import suggest_run
from ledgerflow.pipeline.uploads import uploads_sweep

ATTEMPTS_MAX = 5
RETRY = RetryStrategy(
    max_attempts=ATTEMPTS_MAX, exponential_wait=2, retry_exceptions={OperationalError}
)

STALLED_SECONDS = 30.0
"""A worker whose last heartbeat (one every 10 seconds) is older than this is taken for dead."""


@app.task(name="statement_process", queue="statements", retry=RETRY)
def statement_process(
    firm_id: int, business_id: int, file_id: int, user_id: int | None = None
) -> None:
    """Process one received file, then settle its business, then have agents asked if allowed."""
    place = operator_place_by_id(firm_id, business_id)
    with request_scope(JOB):
        told = stage_teller(place, file_id)
        statement_file_process(place, file_id, user_id, told)
        business_settle(place, user_id, told)
        told("")
        look_up_offer(place, user_id=user_id)


@app.task(name="business_suggest", queue="statements", retry=RETRY)
def business_suggest(firm_id: int, business_id: int) -> None:
    """Suggest anew for what waits in a business, from what people decided since."""
    with request_scope(JOB):
        suggest_run(operator_place_by_id(firm_id, business_id))


@app.task(name="agents_look_up", queue="agents", retry=RETRY)
def agents_look_up(firm_id: int, business_id: int) -> None:
    """Work on the open look-up of a business; where others wait, go on after them."""
    place = operator_place_by_id(firm_id, business_id)
    with request_scope(JOB):
        if look_up_run(place, give_way=others_wait()):
            job_defer(place)


@app.task(name="agents_try", queue="agents")
def agents_try(
    firm_id: int,
    business_id: int,
    agent_id: int,
    transaction_ids: list[int],
    user_id: int | None = None,
) -> None:
    """Try an agent on these transactions, once: it is paid for, so it is never tried again."""
    place = operator_place_by_id(firm_id, business_id)
    with request_scope(JOB):
        agent_try(place, Agent.objects.get(pk=agent_id), transaction_ids, user_id)


@app.periodic(cron="* * * * *")
@app.task(name="agents_tidy", queue="upkeep", queueing_lock="agents_tidy", lock="agents_tidy")
def agents_tidy(timestamp: int) -> None:
    """Every minute: end runs and look-ups whose worker died for good."""
    with request_scope(JOB):
        abandoned_end()


@app.periodic(cron="* * * * *")
@app.task(
    name="stalled_jobs_retry",
    queue="upkeep",
    queueing_lock="stalled_jobs_retry",
    pass_context=True,
)
async def stalled_jobs_retry(context: JobContext, timestamp: int) -> None:
    """Every minute: give the jobs of dead workers back to the queue.

    A job whose workers died with it time and again is left as failed, for a person to look at.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        if job.attempts < ATTEMPTS_MAX:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.task(name="export_make", queue="upkeep")
def export_make(firm_id: int, business_id: int, format_id: str, user_id: int | None = None) -> None:
    """Write an export that somebody asked for, to be fetched on its page."""
    with request_scope(JOB):
        export_write(operator_place_by_id(firm_id, business_id), format_id, user_id=user_id)


@app.periodic(cron="23 4 * * *")
@app.task(name="exports_tidy", queue="upkeep", queueing_lock="exports_tidy", lock="exports_tidy")
def exports_tidy(timestamp: int) -> None:
    """Every night: delete exports that nobody fetched in time."""
    with request_scope(JOB):
        exports_sweep(timezone.now())


@app.periodic(cron="0 5 * * 1")
@app.task(name="digest_send", queue="upkeep", queueing_lock="digest_send", lock="digest_send")
def digest_send(timestamp: int) -> None:
    """Every Monday: the e-mail about what needs attention, for those who asked for it."""
    with request_scope(JOB):
        digests_send(today=timezone.localdate())


@app.periodic(cron="17 * * * *")
@app.task(name="uploads_tidy", queue="upkeep", queueing_lock="uploads_tidy", lock="uploads_tidy")
def uploads_tidy(timestamp: int) -> None:
    """Every hour: forget uploads that nobody went on with for a day."""
    with request_scope(JOB):
        uploads_sweep()


@app.periodic(cron="* * * * *")
@app.task(name="seals_make", queue="upkeep", queueing_lock="seals_make", lock="seals_make")
def seals_make(timestamp: int) -> None:
    """Every minute: seal what firms posted and recorded since."""
    firms_seal()
