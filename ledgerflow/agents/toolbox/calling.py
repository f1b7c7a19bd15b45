"""The tools of one run: what the model is offered, and every call of it within its limits.

Here: `Toolbox`: which names may be called and how often, time and cache of a call, the record of
each. Not here: checking a path (loading.py), arguments (arguments.py), the thread (threads.py),
the text of a result (results.py), answers from a recording (replaying.py). Names, arguments and
results are untrusted: data, never more.
"""

import math
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ledgerflow.agents.addresses import host_and_port
from ledgerflow.agents.context import CallContext, RunContext
from ledgerflow.agents.masking import masked
from ledgerflow.agents.records import CallRecord, Refusal, ToolSpec
from ledgerflow.agents.toolbox.arguments import (
    ArgumentsFault,
    arguments_checked,
    arguments_masked,
    arguments_plain,
)
from ledgerflow.agents.toolbox.loading import LoadedTool, tool_load
from ledgerflow.agents.toolbox.replaying import Recording, refusal_of
from ledgerflow.agents.toolbox.results import NotText, cleaned, result_text
from ledgerflow.agents.toolbox.threads import Ended, NoThreadLeft, run_within
from ledgerflow.core.errors import InputError
from tools.errors import OutboundRefused, ToolFailed, ToolRetry

DESCRIPTION_MAX = 1_000
"""Characters; servers of OpenAI's protocol refuse more than 1,024."""

ERROR_MAX, DETAIL_MAX, NAME_MAX, PATH_MAX = 500, 300, 60, 200

REFUSED_KEPT = 20
"""Records kept beyond a run's calls: a model that goes on asking fills no table."""


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """What a model is told of a tool; `schema` is the JSON Schema of its arguments."""

    name: str
    description: str
    schema: dict[str, Any]


class _Stopped(Exception):
    """A call that ends without a result; `what` is a Refusal's word, or "" for none."""

    def __init__(self, outcome: str, message: str, what: str = "") -> None:
        super().__init__(message)
        self.outcome, self.message, self.what = outcome, message, what


class Toolbox:
    """What one run may call. Safe to use from several threads.

    `calls` and `refusals` fill up as the run goes on. With `recorded` nothing is called: answers
    come from there, in order.
    """

    def __init__(
        self,
        tools: Sequence[ToolSpec],
        context: RunContext,
        *,
        max_calls: int,
        on_refusal: Callable[[Refusal], None],
        recorded: Sequence[CallRecord] | None = None,
    ) -> None:
        self.calls: list[CallRecord] = []
        self.refusals: list[Refusal] = []
        self._tools = {tool.name: tool for tool in tools}
        self._context = context
        self._max_calls = max_calls
        self._on_refusal = on_refusal
        self._recording = None if recorded is None else Recording(recorded)
        self._asked: Counter[str] = Counter()
        self._definitions: tuple[ToolDefinition, ...] | None = None
        self._lock = threading.Lock()

    def definitions(self) -> tuple[ToolDefinition, ...]:
        """The tools as a model is told of them; one whose row is not in order is left out."""
        if self._definitions is None:
            made = [self._definition(tool) for tool in self._tools.values()]
            self._definitions = tuple(one for one in made if one is not None)
        return self._definitions

    def call(
        self, name: str, arguments: Mapping[str, Any], *, seconds: float = math.inf
    ) -> CallRecord:
        """Call a tool by name. Never raises: how it went stands in the record, which is kept.

        `outcome` "ok" comes with a `result`, all others with an `error` for model and people.
        `seconds`: how long the run still has; the tool's own time holds where it is shorter.
        """
        clock = self._context.clock
        began, name = clock(), str(name)
        position = self._count(name)
        try:
            record = self._answered(name, arguments, seconds)
        except _Stopped as stopped:
            record = self._without_result(name, arguments, stopped)
        except Exception as error:  # noqa: BLE001  # a run must go on whatever a call does
            said = f"The tool failed inside ({type(error).__name__})."
            record = self._without_result(name, arguments, _Stopped("failed", said))
        spent = round((clock() - began) * 1_000)
        record = replace(record, position=position, milliseconds=max(spent, 0))
        with self._lock:
            if len(self.calls) < self._max_calls + REFUSED_KEPT:
                self.calls.append(record)
        return record

    def _count(self, name: str) -> int:
        with self._lock:
            self._asked[name if name in self._tools else ""] += 1
            return self._asked.total()

    def _answered(self, name: str, arguments: Mapping[str, Any], seconds: float) -> CallRecord:
        if self._recording is not None:
            return self._replayed(self._recording, name, arguments)
        tool = self._allowed(name)
        try:
            loaded = tool_load(tool.module_path)
        except InputError as error:
            raise _Stopped("refused", f"{error.message} {error.hint}", "tool_unknown") from None
        try:
            plain = arguments_plain(arguments)
            given = arguments_masked(plain, self._is_public)
            values = arguments_checked(given, loaded.arguments)
        except ArgumentsFault as fault:
            raise _Stopped("retry", fault.message, "arguments") from None
        record = CallRecord(0, tool.name, tool.module_path, given, "", "ok")
        known = self._recalled(record, tool, loaded)
        return known or self._run(record, tool, loaded, values, min(seconds, tool.timeout_seconds))

    def _allowed(self, name: str) -> ToolSpec:
        """The tool of this name, while it may still be called."""
        tool = self._tools.get(name)
        if tool is None:
            known = ", ".join(self._tools) or "none"
            said = f"there is no tool {self._name(name)!r}; yours are: {known}"
            raise _Stopped("refused", said, "tool_unknown")
        if self._asked.total() > self._max_calls:
            said = f"a run may make {self._max_calls} calls, and they are used up"
            raise _Stopped("refused", said, "tool_limit")
        if self._asked[name] > tool.calls_per_run:
            said = f"{name} may be called {tool.calls_per_run} times in a run, no more"
            raise _Stopped("refused", said, "tool_limit")
        return tool

    def _run(
        self,
        record: CallRecord,
        tool: ToolSpec,
        loaded: LoadedTool,
        values: dict[str, Any],
        seconds: float,
    ) -> CallRecord:
        """Call the function itself, in a thread, within its time."""
        if seconds <= 0:
            raise _Stopped("timeout", f"{tool.name} was not called: the run's time is over")
        view = self._context.for_call(seconds)
        first = [view] if loaded.takes_context else []
        try:
            ended = run_within(seconds, partial(loaded.function, *first, **values))
        except NoThreadLeft:
            said = "too many earlier calls have not come back; if it stays so, restart the worker"
            raise _Stopped("failed", said) from None
        finally:
            view.close()
        if ended.is_late:
            raise _Stopped("timeout", f"{tool.name} took longer than {seconds:.4g} s")
        if ended.error is not None or view.not_found:
            self._refuse_failed(tool, ended, view)
        try:
            text, was_cut = result_text(ended.value, tool.result_limit)
        except NotText:
            raise _Stopped("failed", f"{tool.name} returned neither text nor JSON") from None
        value = {"result": text, "was_cut": was_cut, "found": view.found}
        key = self._key(record, tool, loaded)
        self._context.recall.put(*key, value=value, seconds=tool.cache_seconds)
        return replace(record, result=text, was_cut=was_cut)

    def _refuse_failed(self, tool: ToolSpec, ended: Ended, view: CallContext) -> None:
        """_Stopped for a tool that raised, or that asked for an address no search returned."""
        error = ended.error
        if view.not_found:
            host = host_and_port(view.not_found[0]) or "no web address"
            said = f"no search of this run returned this address (at {masked(host)})"
            if error is None:  # the tool looked, and did without
                self._refuse("url_not_found", said)
                return
            raise _Stopped("refused", said, "url_not_found")
        if isinstance(error, OutboundRefused):
            raise _Stopped("refused", f"{error.message} {error.hint}", "outbound")
        if isinstance(error, ToolRetry):
            raise _Stopped("retry", error.message)
        if isinstance(error, ToolFailed):
            raise _Stopped("failed", f"{error.message} {error.hint}")
        # Its words are not passed on: they may hold a key, a path or what a server said.
        raise _Stopped("failed", f"{tool.name} failed inside ({type(error).__name__})")

    def _recalled(
        self, record: CallRecord, tool: ToolSpec, loaded: LoadedTool
    ) -> CallRecord | None:
        """The answer of an identical call that is still kept; what it found counts as found."""
        if tool.cache_seconds <= 0:
            return None
        match self._context.recall.get(*self._key(record, tool, loaded)):
            case {"result": str(text), "was_cut": bool(was_cut), "found": list(found)}:
                self._context.found_add(found)
                return replace(record, result=text, was_cut=was_cut, from_cache=True)
        return None

    def _key(self, record: CallRecord, tool: ToolSpec, loaded: LoadedTool) -> tuple[Any, ...]:
        limit = tool.result_limit
        return ("call", tool.module_path, record.arguments, limit, loaded.fingerprint)

    def _replayed(
        self, recording: Recording, name: str, arguments: Mapping[str, Any]
    ) -> CallRecord:
        record = recording.take(self._name(name), self._shown(arguments))
        if record is None:
            raise _Stopped("failed", "the recording holds no such call")
        refusal = refusal_of(record)
        if refusal:
            self._refuse(refusal.what, refusal.detail)
        return record

    def _without_result(
        self, name: str, arguments: Mapping[str, Any], stopped: _Stopped
    ) -> CallRecord:
        error = cleaned(f"{stopped.what}: {stopped.message}" if stopped.what else stopped.message)
        if stopped.what:
            self._refuse(stopped.what, stopped.message)
        tool = self._tools.get(name)
        return CallRecord(
            position=0,
            tool_name=self._name(name),
            module_path=tool.module_path[:PATH_MAX] if tool else "",
            arguments=self._shown(arguments),
            result="",
            outcome=stopped.outcome,
            error=error.strip()[:ERROR_MAX],
        )

    def _shown(self, arguments: Any) -> dict[str, Any]:
        """Arguments for the record; none where they are none."""
        try:
            return arguments_masked(arguments_plain(arguments), self._is_public)
        except ArgumentsFault:
            return {}

    def _is_public(self, text: str) -> bool:
        """True for an address that a search returned: it is not masked."""
        was_sent = self._recording is not None and self._recording.sent(text)
        return was_sent or self._context.was_found(text)

    def _name(self, name: str) -> str:
        return name if name in self._tools else masked(cleaned(name[:NAME_MAX]))[:NAME_MAX]

    def _refuse(self, what: str, detail: str) -> None:
        refusal = Refusal(what, cleaned(detail).strip()[:DETAIL_MAX])
        with self._lock:
            if len(self.refusals) >= self._max_calls + REFUSED_KEPT:
                return
            self.refusals.append(refusal)
        self._on_refusal(refusal)

    def _definition(self, tool: ToolSpec) -> ToolDefinition | None:
        try:
            loaded = tool_load(tool.module_path)
        except InputError as error:
            if self._recording is not None:  # the tool is gone; its answers are not
                return ToolDefinition(tool.name, tool.description, {"type": "object"})
            self._refuse("tool_unknown", f"{tool.name} is left out: {error.message}")
            return None
        text = cleaned(tool.description.strip() or loaded.doc)
        return ToolDefinition(tool.name, text[:DESCRIPTION_MAX], loaded.schema)
