"""One step of a run: a request to the model, sent again where that is worth it, within all limits.

Here: cancel, budget, breaker, slots and deadline before each request; retries after. Not here: what
is said (conversation.py), what a fault means (verdicts.py). Runs in the caller's thread with an
event loop of its own that runs only while a request is under way, so that tools and `cancelled`
may use the database.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

from pydantic_ai.direct import model_request
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.settings import ModelSettings

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.runner.breaker import Gate
from ledgerflow.agents.runner.budget import Budget
from ledgerflow.agents.runner.endings import RunEnd, cancelled, failed, review
from ledgerflow.agents.runner.forms import FormRefused
from ledgerflow.agents.runner.pacing import Deadline, Pace
from ledgerflow.agents.runner.transcript import Transcript, reply_bytes
from ledgerflow.agents.runner.verdicts import Verdict, verdict_of

# How often a run that waits, for a slot, a pause or a reply, looks whether it was cancelled.
LOOK_SECONDS = 1.0
QUEUE_SECONDS_MAX = 600.0
CLOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for all steps of a run."""

    budget: Budget
    deadline: Deadline
    pace: Pace
    gate: Gate
    is_cancelled: Callable[[], bool]

    def check(self) -> None:
        """Raise RunEnd where the run was cancelled or its time is over."""
        if self.is_cancelled():
            raise cancelled()
        if self.deadline.left <= 0:
            raise review("too_slow", "The time of this run was over before there was an answer.")


class Asker:
    """Asks one model within the limits of one run; a context manager that closes its wire."""

    def __init__(
        self, spec: ModelSpec, model: Model, closing: AsyncExitStack, limits: Limits
    ) -> None:
        self._spec, self._model, self._limits, self._closing = spec, model, limits, closing
        self._replies = self._tries = 0
        self._loop = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A wire that does not close well is no reason to lose an answer.
        with self._loop, contextlib.suppress(Exception):
            self._loop.run(asyncio.wait_for(self._closing.aclose(), CLOSE_SECONDS))

    def ask(self, said: Transcript, offer: ModelRequestParameters) -> ModelResponse:
        """The model's next reply, entered into `said`. Raises RunEnd, or FormRefused at first."""
        sent = said.sent_bytes + _offer_bytes(offer)
        self._tries = 0
        while True:
            self._limits.check()
            tokens = self._limits.budget.reply_tokens(sent)
            try:
                response = self._requested(said, offer, sent, tokens)
            except RunEnd:
                raise
            except Exception as fault:  # noqa: BLE001  # each one has a verdict
                verdict = verdict_of(fault, self._spec)
                self._go_on_or_end(verdict, said, sent, tokens)
                continue
            self._limits.gate.succeeded()
            reported = response.usage.input_tokens, response.usage.output_tokens
            counted = self._limits.budget.answered(reported, sent, reply_bytes(response))
            said.replied(response, counted)
            self._replies += 1
            return response

    def _requested(
        self, said: Transcript, offer: ModelRequestParameters, sent: int, tokens: int
    ) -> ModelResponse:
        limits = self._limits
        self._pass_gate()
        self._take_slot()
        try:
            limits.budget.sent()
            seconds = min(float(self._spec.request_seconds), limits.deadline.left)
            settings = self._settings(tokens, seconds)
            asking = model_request(
                self._model, said.messages, model_settings=settings, model_request_parameters=offer
            )
            return self._awaited(asking, seconds, partial(limits.budget.lost, sent, tokens))
        finally:
            limits.gate.slots.release()

    def _awaited(
        self,
        asking: Coroutine[Any, Any, ModelResponse],
        seconds: float,
        lost: Callable[[], None],
    ) -> ModelResponse:
        """The reply, or TimeoutError; now and then the loop rests and cancelling is looked for.

        `lost` counts a request that nobody waits for any more: its server may bill it all the same.
        """
        limits, loop = self._limits, self._loop
        until = limits.pace.clock() + seconds
        task = loop.get_loop().create_task(asking)
        try:
            while not task.done():
                left = until - limits.pace.clock()
                if left <= 0:
                    raise TimeoutError
                loop.run(asyncio.wait({task}, timeout=min(left, LOOK_SECONDS)))
                if not task.done() and limits.is_cancelled():
                    lost()
                    raise cancelled()
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                loop.run(asyncio.wait({task}, timeout=CLOSE_SECONDS))
            if task.done() and not task.cancelled():
                task.exception()  # seen: asyncio logs what nobody has looked at

    def _pass_gate(self) -> None:
        """Wait while another request tries a server that was down; that is no time of this run."""
        limits = self._limits
        with limits.deadline.paused():
            while (standing := limits.gate.standing(limits.pace.clock())) == "tried":
                if limits.is_cancelled():
                    raise cancelled()
                limits.pace.sleep(LOOK_SECONDS)
        if standing == "shut":
            raise failed(
                "breaker_open",
                f"The server of the model {self._spec.name} failed again and again; it is left"
                " alone for half a minute.",
            )

    def _take_slot(self) -> None:
        """Wait for one of the model's slots; that is no time of this run."""
        limits = self._limits
        until = limits.pace.clock() + QUEUE_SECONDS_MAX
        with limits.deadline.paused():
            while not limits.gate.slots.acquire(timeout=LOOK_SECONDS):
                if limits.is_cancelled():
                    raise cancelled()
                if limits.pace.clock() > until:
                    raise failed("model_busy", f"No slot of the model {self._spec.name} got free.")

    def _settings(self, tokens: int, seconds: float) -> ModelSettings:
        settings = ModelSettings(max_tokens=tokens, timeout=seconds)
        if self._spec.provider == "compatible":
            settings["temperature"] = 0.0
        return settings

    def _go_on_or_end(self, verdict: Verdict, said: Transcript, sent: int, tokens: int) -> None:
        """Wait for the next try, or raise RunEnd or FormRefused."""
        limits, budget = self._limits, self._limits.budget
        is_suspect = verdict.is_form and not self._replies
        if not verdict.is_down:
            limits.gate.succeeded()
        elif self._tries or not is_suspect:
            limits.gate.failed(limits.pace.clock())
        else:
            limits.gate.told_nothing()
        if verdict.is_lost:
            budget.lost(sent, tokens)
        # One more try as it was: a passing fault is likelier than a form that is not understood.
        if is_suspect and self._tries >= min(verdict.retries, 1):
            raise FormRefused(verdict.ending)
        wait = limits.pace.wait_before(budget.retries, verdict.wait)
        is_last = budget.retries >= limits.pace.retries or wait >= limits.deadline.left
        if is_last or self._tries >= verdict.retries:
            raise RunEnd(verdict.ending)
        budget.retries += 1
        self._tries += 1
        said.note(f"{verdict.ending.reason} Asked again after {wait:.1f} s.")
        self._pause(wait)

    def _pause(self, seconds: float) -> None:
        while seconds > 0:
            self._limits.check()
            self._limits.pace.sleep(min(seconds, LOOK_SECONDS))
            seconds -= LOOK_SECONDS


def _offer_bytes(offer: ModelRequestParameters) -> int:
    """What the offered tools and the schema of the answer add to each request."""
    shown = [
        (one.name, one.description, one.parameters_json_schema)
        for one in (*offer.function_tools, *offer.output_tools)
    ]
    schema = offer.output_object.json_schema if offer.output_object else None
    return len(json.dumps([shown, schema], ensure_ascii=False).encode())
