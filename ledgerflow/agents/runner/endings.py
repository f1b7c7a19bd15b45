"""How a run ends other than with an answer.

Here: the one exception inside the runner, made by four plain words. Not here: turning a server's
fault into one of them (verdicts.py). A reason is one sentence for a person: no key, no bank data,
nothing a server or a model said.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """The state, the word and the sentence of a RunOutcome without an answer."""

    state: str
    code: str
    reason: str


class RunEnd(Exception):
    """The run is over; `ending` says how."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.code)
        self.ending = ending


def review(code: str, reason: str) -> RunEnd:
    """The model was there, and came to nothing that can be taken: a person decides."""
    return RunEnd(Ending("review", code, reason))


def failed(code: str, reason: str) -> RunEnd:
    """The model could not be asked, or did not answer."""
    return RunEnd(Ending("failed", code, reason))


def cancelled() -> RunEnd:
    """A person stopped it."""
    return RunEnd(Ending("cancelled", "cancelled", "The look-up was cancelled."))
