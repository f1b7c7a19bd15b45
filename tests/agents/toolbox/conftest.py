"""Fixtures of the toolbox: invented packages of tools, and a box of calls.

Here: writing a package where Python finds it, and taking it away. Not here: tests.
"""

import importlib
import sys
import textwrap

import pytest

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.records import ToolSpec
from ledgerflow.agents.toolbox.calling import Toolbox
from tools.outbound.addresses import OutboundPolicy


@pytest.fixture
def make_package(tmp_path, monkeypatch, settings):
    """`make_package("lanterns", {"__init__.py": "..."})` writes it; it is allowed unless told."""
    made = []

    def make(name, files, *, allowed=True):
        folder = tmp_path / "site" / name
        for inner, text in {"__init__.py": "", **files}.items():
            file = folder / inner
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        made.append(name)
        if allowed:
            settings.TOOL_PACKAGES = (*settings.TOOL_PACKAGES, name)
        importlib.invalidate_caches()
        return folder

    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield make
    for name in [m for m in sys.modules if m.partition(".")[0] in made]:
        del sys.modules[name]


@pytest.fixture
def make_tool(make_package):
    """`make_tool("def lamp(...): ...")` gives the module path of a function `lamp`."""

    def make(source, name="lanterns"):
        text = textwrap.dedent(source)
        head = 'from tools.context import ToolContext\n__all__ = ["lamp"]\n'
        make_package(name, {"desk.py": head + text})
        return f"{name}.desk.lamp"

    return make


@pytest.fixture
def context():
    """A run without a search server and without a cache."""
    return RunContext(searxng_url=None, policy=OutboundPolicy())


@pytest.fixture
def box(make_tool, context):
    """`box(source, max_calls=6, **row)` is a toolbox with that one tool, called `lamp`."""

    def make(source, *, max_calls=6, context=context, recorded=None, on_refusal=None, **row):
        spec = ToolSpec("lamp", make_tool(source), **row)
        heard = on_refusal or (lambda refusal: None)
        return Toolbox((spec,), context, max_calls=max_calls, on_refusal=heard, recorded=recorded)

    return make
