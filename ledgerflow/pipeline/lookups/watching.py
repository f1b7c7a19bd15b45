"""What a look-up has come to so far, and whether it should go on; pure.

Here: counting outcomes and the reasons to stop. Not here: asking (crew.py) or writing the counts
(agents/lookups.py). A model that is away is not asked 250 times.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledgerflow.agents.records import CallRecord, RunOutcome

FATAL = frozenset({
    "breaker_open", "no_key", "key_refused", "no_credit", "not_installed", "model_unknown",
    "settings", "outbound_refused", "no_address", "redirected",
})  # fmt: skip
"""Reasons that the next question would meet as well."""

FORBIDDEN = frozenset({"agent_budget", "model_policy", "no_agent_role"})
"""Errors before a question that stop the look-up; others concern one payee only."""

DOWN = frozenset({"model_down", "model_busy", "too_slow", "request_refused", "bad_reply", "fault"})
DOWN_IN_A_ROW = 3
"""So many questions in a row that ended like that, and no more is asked."""

TOOL_FAILED = frozenset({"failed", "timeout"})


@dataclass(slots=True)
class Watch:
    """Counts over the questions of a look-up; `code` and `reason` say why it stops."""

    done: int = 0
    suggested: int = 0
    to_review: int = 0
    code: str = ""
    reason: str = ""
    is_cancelled: bool = False
    _down: int = 0
    _runs: int = 0
    _failed: int = 0
    _failure: tuple[str, str] = ("", "")
    _tool_runs: Counter[str] = field(default_factory=Counter)
    _tool_errors: dict[str, str] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """True while new questions may be asked."""
        return not (self.code or self.is_cancelled)

    def stop(self, code: str, reason: str) -> None:
        """Ask nothing new; the first reason stands."""
        if not self.code:
            self.code, self.reason = code, reason

    def saw(self, outcome: RunOutcome) -> None:
        """One run has ended."""
        self._runs += 1
        self._note_tools(outcome.calls)
        if outcome.state == "failed":
            self._failed += 1
            self._failure = (outcome.reason_code, outcome.reason)
        self._down = self._down + 1 if outcome.reason_code in DOWN else 0
        if outcome.reason_code in FATAL or self._down >= DOWN_IN_A_ROW:
            self.stop(outcome.reason_code, outcome.reason)

    def counted(self, suggested: int) -> None:
        """One question is done, with so many suggestions; none means that a person decides."""
        self.done += 1
        self.suggested += suggested
        self.to_review += not suggested

    def is_over(self) -> None:
        """Nothing is left to ask. Where every run failed, that is no look-up that was done."""
        if self._failed and self._failed == self._runs:
            self.stop(*self._failure)

    def went_without(self) -> tuple[str, str]:
        """What failed, runs or a tool, as a code and a sentence; ("", "") where nothing did."""
        runs = f"{self._runs} run{'' if self._runs == 1 else 's'}"
        if self._failed:
            code, reason = self._failure
            return code, f"{self._failed} of {runs} failed: {reason}"
        if not self._tool_runs:
            return "", ""
        name, count = self._tool_runs.most_common(1)[0]
        return "tool_down", f"{name} failed in {count} of {runs}: {self._tool_errors[name]}"

    def _note_tools(self, calls: Iterable[CallRecord]) -> None:
        failed = {call.tool_name: call.error for call in calls if call.outcome in TOOL_FAILED}
        self._tool_runs.update(failed.keys())
        for name, error in failed.items():
            self._tool_errors.setdefault(name, error)
