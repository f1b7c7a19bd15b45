"""A run told step by step: what the model was given, what it did, what came back.

Here: the recorded messages (agents/runner/transcript.py has their shape) and the recorded calls as
steps to show. Not here: reading the rows (runrows.py). Everything a model, a server or a page said
is text to be escaped; an entry of an unknown shape is shown as it was recorded.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledgerflow.agents.trail import told_of

SHORT = 700
"""Characters shown before the rest is folded away."""

UNSHOWN = "(nested too deep to be shown)"
GROWTH_MOST = 8
"""How much longer indents may make a text: more than that is nesting for its own sake."""

DATA_OPENS, DATA_ENDS = "<data>", "</data>"
"""What stands around the data that a model is given (agents/runner/prompting.py)."""

SHOWN = {
    "system": ("smart_toy", "The model was told"),
    "user": ("database", "It was given, as data"),
    "again": ("undo", "It was asked again"),
    "model": ("chat", "The model said"),
    "call": ("build", "The model called"),
    "answer": ("task_alt", "The model answered"),
    "tool": ("reply", "It was told"),
    "note": ("info", "Note"),
    "end": ("flag", "The run ended"),
}
"""Icon and title of a step by its kind."""

ANSWER = "answer"
"""What the runner calls the tool by which a model answers (agents/runner/offering.py)."""

ASKED_FOR = ("url", "query", "name", "description")
"""Arguments that say what a tool was asked for, the most telling first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `call` is the recorded call of a tool that belongs to it, where there is one."""

    number: int
    kind: str
    title: str
    text: str
    meta: str = ""
    call: Any = None

    @property
    def icon(self) -> str:
        """The name of its symbol."""
        return SHOWN.get(self.kind, ("description", ""))[0]

    @property
    def is_long(self) -> bool:
        """True where only the beginning is shown at first."""
        return len(self.text) > SHORT

    @property
    def beginning(self) -> str:
        """What is shown before the rest is unfolded."""
        return self.text[:SHORT].rstrip() + " …"

    @property
    def result(self) -> str:
        """What the call brought, as text for people."""
        return pretty(getattr(self.call, "result", ""))

    @property
    def asked_for(self) -> str:
        """The query or address among the call's arguments; "" where there is none."""
        arguments = getattr(self.call, "arguments", None)
        if not isinstance(arguments, Mapping):
            return ""
        name = next((name for name in ASKED_FOR if name in arguments), "")
        return str(arguments[name]) if name else ""


@dataclass
class _Walk:
    """The steps so far, the calls that none has named yet, and the ids of those that were.

    `told` are the messages with results of tools, by the id of the call they answer.
    """

    calls: list[Any]
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def add(
        self, kind: str, text: str, *, title: str = "", meta: str = "", call: Any = None
    ) -> None:
        usual = SHOWN.get(kind, ("", "Recorded"))[1]
        self.steps.append(Step(len(self.steps) + 1, kind, title or usual, text, meta, call))

    def called(self, name: str, number: str) -> Any:
        """The first recorded call of this tool that no step has named, or None.

        None too where the model was told something else than that call brought: a call that was
        not even made has a message and no row.
        """
        for place, call in enumerate(self.calls):
            if call.tool_name == name:
                message = self.told.get(number)
                is_it = message is None or told_of(message, call)
                return self.calls.pop(place) if is_it else None
        return None


def run_steps(messages: Any, calls: Iterable[Any]) -> list[Step]:
    """The steps of a run in their order; calls that no message names come last."""
    entries = messages if isinstance(messages, list) else []
    answers = [e for e in entries if isinstance(e, Mapping) and e.get("role") == "tool"]
    walk = _Walk(list(calls), {str(answer.get("id")): answer for answer in answers})
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("role"):
            _entry(walk, entry)
        else:
            walk.add("", pretty(entry))
    for call in walk.calls:
        walk.add("call", pretty(call.arguments), title=f"Called {call.tool_name}", call=call)
    return walk.steps


def pretty(value: Any) -> str:
    """A value as text for people: JSON with indents, text that holds JSON likewise.

    Text that is no JSON, or nested as only an attacker nests, stays as it is.
    """
    text = UNSHOWN
    try:
        if isinstance(value, str):
            text = value.removeprefix(DATA_OPENS).removesuffix(DATA_ENDS)
            if text.lstrip()[:1] not in ("{", "["):
                return text
            value = json.loads(text)
        told = json.dumps(value, indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
    return told if text is UNSHOWN or len(told) <= GROWTH_MOST * len(text) else text


def _entry(walk: _Walk, entry: Mapping[str, Any]) -> None:
    role, text = str(entry["role"]), str(entry.get("text") or "")
    if role == "model":
        _reply(walk, entry, text)
    elif role == "tool":
        # The result stands with its call, unless the call is not recorded (it was refused).
        if str(entry.get("id")) not in walk.named:
            walk.add(role, pretty(text), title=f"{entry.get('name')}: it was told")
    elif role == "user" and any(step.kind == "model" or step.call for step in walk.steps):
        walk.add("again", pretty(text))
    elif role == "end":
        walk.add(role, text or str(entry.get("code") or ""))
    else:
        walk.add(role, pretty(text))


def _reply(walk: _Walk, entry: Mapping[str, Any], text: str) -> None:
    """A reply of the model: its words, and each call it wanted."""
    used = _used(entry)
    calls = [call for call in entry.get("calls") or () if isinstance(call, Mapping)]
    if text or not calls:
        walk.add("model", pretty(text) or "(nothing)", meta=used)
        used = ""
    for wanted in calls:
        name = str(wanted.get("name", ""))
        call = walk.called(name, str(wanted.get("id")))
        if call is not None:
            walk.named.add(str(wanted.get("id")))
        kind = "answer" if call is None and name == ANSWER else "call"
        title = "" if kind == "answer" else f"The model called {name}"
        walk.add(kind, pretty(wanted.get("arguments", "")), title=title, meta=used, call=call)
        used = ""


def _used(entry: Mapping[str, Any]) -> str:
    """Tokens of a reply, in words."""
    figures = [
        f"{entry[name]:,} tokens {word}"
        for name, word in (("input_tokens", "in"), ("output_tokens", "out"))
        if isinstance(entry.get(name), int)
    ]
    guessed = ["estimated"] if entry.get("estimated") else []
    return ", ".join(figures + guessed)
