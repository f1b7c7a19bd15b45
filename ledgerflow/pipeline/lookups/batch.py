"""A look-up from its start to its end: everything undecided that nothing else could place.

Here: starting, working, cancelling. Not here: one group (payee_first.py), many at a time (crew.py)
or when to stop (watching.py). A worker that dies loses the questions under way: the job comes
again and asks only what has no answer yet.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from procrastinate.exceptions import AlreadyEnqueued

from ledgerflow.agents.lookups import (
    OPEN,
    look_up_begin,
    look_up_end,
    look_up_open,
    look_up_progress,
    look_up_want_cancel,
)
from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.agents.services import ABANDONED, runs_abandoned_close
from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.classification.asking.groups import Group, groups_to_ask
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.crew import LOOK_SECONDS, hand_out
from ledgerflow.pipeline.lookups.payee_first import GroupAsked, Round, group_ask, in_thread
from ledgerflow.pipeline.lookups.permits import Asking, asking_of
from ledgerflow.pipeline.lookups.watching import FORBIDDEN, Watch
from ledgerflow.pipeline.stages import business_settle
from ledgerflow.review.history import history_of
from ledgerflow.review.selectors import undecided

BACKGROUND = -10
"""The priority of look-ups: statements that wait for a worker go first."""


def look_up_start(place: Place, *, user_id: int | None = None) -> int:
    """Open a look-up and defer its job in one transaction; its id.

    Raises RuleError (model_policy), InputError (agent_off, agent_no_model, agent_no_prompt) or
    ConflictError (look_up_running).
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        asking_of(business)
        look_up = look_up_open(business=business)
        job_defer(place)
    return look_up.pk


def look_up_offer(place: Place, *, user_id: int | None = None) -> int | None:
    """Start a look-up after an import, where it is allowed and something is undecided.

    None where it is not; an import is never stopped by it.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        if business.model_policy == Business.ModelPolicy.NONE or not undecided(business).exists():
            return None
    try:
        return look_up_start(place, user_id=user_id)
    except LedgerFlowError:
        return None


def look_up_cancel(place: Place, *, user_id: int | None = None) -> int:
    """Cancel the open look-up; its id. ConflictError (no_look_up) where there is none."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        return look_up_want_cancel(business=business).pk


def job_defer(place: Place) -> None:
    """Queue the business's job; one that waits already does the work of both."""
    from ledgerflow.pipeline.tasks import agents_look_up

    lock = f"agents:{place.business_id}"
    job = agents_look_up.configure(lock=lock, queueing_lock=lock, priority=BACKGROUND)
    try:
        with transaction.atomic():
            job.defer(firm_id=place.firm_id, business_id=place.business_id)
    except AlreadyEnqueued:
        pass


def look_up_run(
    place: Place,
    *,
    executor: Executor | None = None,
    give_way: Callable[[], bool] = lambda: False,
    model: Any = None,
) -> bool:
    """Work on the business's open look-up; True where it gave way to others before its end.

    `executor` runs the questions (none: threads of its own), `model` answers in the place of the
    agents' own. What goes wrong outside ends in the look-up's row; a fault of ours as well, and
    is raised. A lost database leaves it open for the job's next attempt.
    """
    look_up = _taken_up(place)
    if look_up is None:
        return False
    user_id = look_up.asked_by_id
    try:
        watch, is_over = _asked_all(place, look_up, executor, give_way, model)
        if not is_over:
            return True
        business_settle(place, user_id)
    except OperationalError:
        raise
    except LedgerFlowError as error:
        watch = Watch()
        watch.stop(error.code, error.message)
    except Exception as error:
        _end(place, look_up, LookUp.State.STOPPED, "fault", f"A fault: {type(error).__name__}.")
        raise
    code, reason = (watch.code, watch.reason) if watch.code else watch.went_without()
    state = LookUp.State.STOPPED if watch.code else LookUp.State.DONE
    if watch.is_cancelled:
        state = LookUp.State.CANCELLED
    _end(place, look_up, state, code, reason)
    return False


def _taken_up(place: Place) -> LookUp | None:
    """The open look-up, in work from now on; runs that a dead worker left in it are ended."""
    with working_in(place):
        look_up = LookUp.objects.filter(business_id=place.business_id, state__in=OPEN).first()
        if look_up is None or not look_up_begin(look_up=look_up):
            return None
        runs_abandoned_close(runs=look_up.runs.filter(state=AgentRun.State.RUNNING))
        return look_up


def _end(place: Place, look_up: LookUp, state: str, code: str, reason: str) -> None:
    with working_in(place, look_up.asked_by_id):
        look_up_end(look_up=look_up, state=state, code=code, reason=reason)


def _asked_all(
    place: Place,
    look_up: LookUp,
    executor: Executor | None,
    give_way: Callable[[], bool],
    model: Any,
) -> tuple[Watch, bool]:
    """Ask until nothing is left that was not asked; False beside it where it gave way."""
    user_id, cancel = look_up.asked_by_id, threading.Event()
    watch = Watch(look_up.done, look_up.suggested, look_up.to_review)
    asked = _asked_before(place, look_up)
    while watch.goes_on:
        asking, groups = _left(place, look_up, asked)
        if not groups:
            watch.is_over()
            break
        batch = _batch(place, look_up)
        look_up.total = watch.done + len(groups)
        work = Round(place, user_id, asking, look_up, batch, cancel.is_set, model)
        gave_way = _hand_out(work, groups, watch, cancel, executor, give_way)
        if gave_way and watch.goes_on:
            return watch, False
        asked = asked.union(*(group.transaction_ids for group in groups))
    return watch, True


def _hand_out(
    work: Round,
    groups: list[Group],
    watch: Watch,
    cancel: threading.Event,
    executor: Executor | None,
    give_way: Callable[[], bool],
) -> bool:
    """Ask these groups; True where it gave way to others."""
    gave_way, looked = False, 0.0
    workers = min(settings.AGENT_CONCURRENCY, work.asking.classification.model.concurrency)

    def goes_on() -> bool:
        nonlocal gave_way, looked
        if executor is not None or time.monotonic() - looked >= LOOK_SECONDS:
            if _written(work, watch):
                watch.is_cancelled = True
                cancel.set()
            gave_way = gave_way or give_way()
            looked = time.monotonic()
        return watch.goes_on and not gave_way

    own = executor or ThreadPoolExecutor(workers, thread_name_prefix="agents")
    ask = partial(group_ask if executor else in_thread, work)
    try:
        hand_out(
            groups,
            ask,
            executor=own,
            at_once=workers if executor else 2 * workers,
            take=partial(_take, watch),
            goes_on=goes_on,
        )
    finally:
        cancel.set()  # what is under way when something breaks ends soon
        if executor is None:
            own.shutdown(wait=True, cancel_futures=True)
        _written(work, watch)
    if not watch.is_cancelled:
        cancel.clear()
    return gave_way


def _take(watch: Watch, answer: GroupAsked) -> None:
    for outcome in answer.outcomes:
        watch.saw(outcome)
    if answer.refused is not None and answer.refused.code in FORBIDDEN:
        watch.stop(answer.refused.code, f"{answer.refused.message} {answer.refused.hint}")
    elif answer.is_done:
        watch.counted(answer.suggested)


def _written(work: Round, watch: Watch) -> bool:
    """Write the progress; True where somebody wants it cancelled."""
    row = work.look_up
    row.done, row.suggested, row.to_review = watch.done, watch.suggested, watch.to_review
    with working_in(work.place, work.user_id):
        return look_up_progress(look_up=row)


def _asked_before(place: Place, look_up: LookUp) -> frozenset[int]:
    """The transactions that this look-up has asked about, before its worker died or gave way."""
    kind = Agent.Kind.CLASSIFICATION
    with working_in(place, look_up.asked_by_id):
        ended = look_up.runs.filter(kind=kind).exclude(reason_code=ABANDONED)
        ended = ended.exclude(state__in=(AgentRun.State.RUNNING, AgentRun.State.CANCELLED))
        return frozenset(pk for ids in ended.values_list("transactions", flat=True) for pk in ids)


def _left(place: Place, look_up: LookUp, asked: frozenset[int]) -> tuple[Asking, list[Group]]:
    """The agents as they are now, and the groups that this look-up has not asked yet."""
    with working_in(place, look_up.asked_by_id):
        business = Business.objects.get(pk=place.business_id)
        asking = asking_of(business)
        history = history_of(business, list(undecided(business)))
        groups = groups_to_ask(business, history)
    return asking, [group for group in groups if asked.isdisjoint(group.transaction_ids)]


def _batch(place: Place, look_up: LookUp) -> Batch:
    """The batch of its suggestions, opened with the first question."""
    with working_in(place, look_up.asked_by_id):
        known = look_up.batch
        if known is None:
            known = batch_open(
                firm_id=place.firm_id,
                business_id=place.business_id,
                kind=Batch.Kind.AGENT,
                title=f"Agents asked (look-up {look_up.pk})",
            )
            look_up.batch = known
            look_up_progress(look_up=look_up)
        return known
