"""One run from its start to its outcome: puts the pieces together, and contains what goes wrong.

Here: the limits, the model, the conversation, the RunOutcome. Not here: any of these themselves.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from pydantic_ai.models import Model

from ledgerflow.agents.addresses import host_and_port
from ledgerflow.agents.context import RunContext
from ledgerflow.agents.leaking import withheld
from ledgerflow.agents.records import ModelSpec, OutboundRecord, Refusal, RunOutcome
from ledgerflow.agents.runner.asking import Asker, Limits
from ledgerflow.agents.runner.conversation import Conversation, Task
from ledgerflow.agents.runner.endings import Ending, RunEnd
from ledgerflow.agents.runner.forms import FormRefused, form_keep, known_form, left_out, weaker
from ledgerflow.agents.runner.providers import Opened, library_load, model_opened
from ledgerflow.agents.runner.transcript import Transcript
from ledgerflow.agents.runner.verdicts import verdict_of
from ledgerflow.agents.storable import text_of
from tools.errors import OutboundRefused, ToolFailed

logger = logging.getLogger(__name__)


class Session:
    """One question put to one agent; `model` stands in for the provider's."""

    def __init__(
        self, task: Task, context: RunContext, limits: Limits, model: Model | None = None
    ) -> None:
        self._task, self._context, self._limits, self._model = task, context, limits, model
        self._said = Transcript()
        self._refusals: list[Refusal] = []
        self._secrets: Sequence[str] = ()

    def run(self) -> RunOutcome:
        """Run to the end; never raises."""
        clock = self._limits.pace.clock
        began = clock()
        output: Mapping[str, Any] | None = None
        try:
            output = self._output()
            ending = Ending("answered", "", "")
        except RunEnd as end:
            ending = end.ending
        except ImportError:
            said = "The model's client is not installed: run `make llm`."
            ending = Ending("failed", "not_installed", said)
        except Exception as fault:  # noqa: BLE001  # a run that raises would stop its whole batch
            # Its kind only: a fault's words and its trace may hold what was asked.
            logger.error("agent run ended in %s", type(fault).__name__)  # noqa: TRY400
            ending = Ending("failed", "fault", f"The run broke ({type(fault).__name__}).")
        if ending.state != "answered":
            self._said.ended(ending)
        toolbox = self._task.toolbox
        return RunOutcome(
            state=ending.state,
            output=output,
            reason_code=ending.code,
            reason=ending.reason[:500],
            messages=tuple(withheld(self._said.entries, self._secrets)),
            calls=tuple(toolbox.calls),
            outbound=tuple(
                replace(one, sent_text=withheld(one.sent_text, self._secrets))
                for one in self._context.outbound
            ),
            refusals=(*toolbox.refusals, *self._refusals),
            usage=self._limits.budget.used,
            milliseconds=max(round((clock() - began) * 1_000), 0),
        )

    def _output(self) -> dict[str, Any]:
        """The checked answer, asked for in the row's form or in a weaker one. Raises RunEnd."""
        self._limits.check()
        row, clock = self._task.agent.model, self._limits.pace.clock
        if self._model is not None:
            return self._talked(row, Opened(self._model, (), AsyncExitStack()))
        form = known_form(row, clock())
        while True:
            try:
                output = self._talked(form, self._opened(form))
            except FormRefused as refused:
                less = weaker(form, has_tools=bool(self._task.agent.tools))
                if less is None:
                    raise RunEnd(refused.ending) from refused
                self._said.start_again(f"{refused.ending.reason} {left_out(form, less)}")
                form = less
            else:
                form_keep(row, form, clock())
                return output

    def _talked(self, form: ModelSpec, opened: Opened) -> dict[str, Any]:
        self._secrets = opened.secrets
        task = replace(
            self._task, agent=replace(self._task.agent, model=form), secrets=opened.secrets
        )
        with Asker(form, opened.model, opened.closing, self._limits) as asker:
            talk = Conversation(task, asker, self._limits, self._said)
            try:
                return talk.output()
            finally:
                self._refusals += talk.refusals

    def _opened(self, form: ModelSpec) -> Opened:
        """The provider's model. Raises RunEnd."""
        with self._limits.deadline.paused():
            library_load(form)
        try:
            return model_opened(form, self._context, seconds=self._limits.deadline.left)
        except ToolFailed as fault:
            if isinstance(fault, OutboundRefused):
                self._context.outbound_add(_kept_in(form, fault))
            verdict = verdict_of(fault, form)
            if verdict.is_down:
                self._limits.gate.failed(self._limits.pace.clock())
            raise RunEnd(verdict.ending) from fault


def _kept_in(form: ModelSpec, refused: OutboundRefused) -> OutboundRecord:
    """For the log of what left: what was kept from leaving."""
    return OutboundRecord(
        purpose="model",
        method="POST",
        url=text_of(form.base_url, 1_000),
        host=host_and_port(form.base_url).rpartition(":")[0][:253],
        refused=text_of(refused.message, 300),
    )
