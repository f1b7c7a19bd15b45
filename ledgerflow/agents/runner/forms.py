"""Asking a server for less, where it falls over the form of a request. Pure but for its memory.

Here: the next weaker form of a model's row, and which form a row was found to need. Not here: when
to try it (asking.py, session.py). A server that knows no JSON schemas answers 500 as well as 400;
the row should say so (output_mode, supports_...), but one wrong field must not stop every run.
"""

import threading
from dataclasses import replace

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.runner.endings import Ending

KEPT_MAX = 100
# So long, and then the row's own form is tried again: the server may only have been unwell.
KEPT_SECONDS = 600.0


class FormRefused(Exception):
    """The server failed at the first request of a run, perhaps over its form; `ending` if not."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.code)
        self.ending = ending


def weaker(model: ModelSpec, *, has_tools: bool) -> ModelSpec | None:
    """The same model, asked for less: no JSON schema, no required tool, no answer tool, no tools.

    None where nothing is left to leave out.
    """
    if model.output_mode == "native":
        return replace(model, output_mode="prompted")
    if model.output_mode == "tool" and model.supports_tools:
        if model.supports_required_tool:
            return replace(model, supports_required_tool=False)
        return replace(model, output_mode="prompted")
    if model.supports_tools and has_tools:
        return replace(model, supports_tools=False)
    return None


def left_out(model: ModelSpec, less: ModelSpec) -> str:
    """What the weaker form leaves out, in words for whoever keeps the model's row."""
    if less.supports_tools != model.supports_tools:
        what, row = "tools", "switch its tools off"
    elif less.supports_required_tool != model.supports_required_tool:
        what, row = "a required tool", "switch its required tool off"
    else:
        what, row = f"the output mode {model.output_mode}", "set its output mode to prompted"
    return f"Asked again without {what}. If that is what its server lacks, {row} in its row."


_known: dict[ModelSpec, tuple[ModelSpec, float]] = {}
_lock = threading.Lock()


def known_form(model: ModelSpec, now: float) -> ModelSpec:
    """The form that this row was last found to need, in this process; else the row's own."""
    with _lock:
        form, since = _known.get(model, (model, now))
    return form if now - since < KEPT_SECONDS else model


def form_keep(model: ModelSpec, form: ModelSpec, now: float) -> None:
    """Remember a weaker form that worked. A changed row is another row."""
    with _lock:
        if form != model and (model not in _known or now - _known[model][1] >= KEPT_SECONDS):
            _known[model] = form, now
        while len(_known) > KEPT_MAX:
            _known.pop(next(iter(_known)))


def forms_forget() -> None:
    """Start anew."""
    with _lock:
        _known.clear()
