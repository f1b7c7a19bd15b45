"""Answers of tools from a recording: for repeating a run without calling anything.

Here: which recorded call answers one, and which refusal a record stands for. Not here: repeating
the run (runner/replay.py). Pure.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from ledgerflow.agents.records import CallRecord, Refusal

REFUSALS = ("tool_unknown", "tool_limit", "arguments", "url_not_found", "outbound")
"""The words that a refused call's error begins with."""


class Recording:
    """Recorded calls, each handed out once: the first that is like the one asked for.

    Calls that ran side by side may come in another order than they were recorded in.
    """

    def __init__(self, calls: Sequence[CallRecord]) -> None:
        self._left = sorted(calls, key=lambda call: call.position)
        self._lock = threading.Lock()
        given = (value for call in calls for value in call.arguments.values())
        self._texts = frozenset(value for value in given if isinstance(value, str))

    def sent(self, text: str) -> bool:
        """True for a text that was an argument as it is: what had to be masked in it was."""
        return text in self._texts

    def take(self, name: str, arguments: Mapping[str, Any]) -> CallRecord | None:
        """The next call of this tool with these arguments; None where there is none left."""
        with self._lock:
            for position, call in enumerate(self._left):
                if call.tool_name == name and dict(call.arguments) == dict(arguments):
                    return self._left.pop(position)
        return None


def refusal_of(record: CallRecord) -> Refusal | None:
    """The refusal that was recorded with a call, by the word that its error begins with."""
    what, colon, detail = record.error.partition(": ")
    return Refusal(what, detail) if colon and what in REFUSALS else None
