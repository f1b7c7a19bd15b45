"""The pages on agents hold true: every tool, kind, template field, reason and command."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.models import Tool
from ledgerflow.agents.toolbox.loading import tool_load
from ledgerflow.agents.toolbox.services import offered_paths
from ledgerflow.pipeline.lookups.watching import DOWN, FATAL, FORBIDDEN

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "docs/reference/tools.md"
ENDERS = {"Ending", "review", "failed", "_review", "_failed"}
NOT_SHOWN = {"not_recorded", "cancelled", "answered", ""}
"""Codes of a replay and of a person's own doing."""


def section(text, title):
    """A `###` section of a page, by its title."""
    found = re.search(rf"^### `{re.escape(title)}`$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{title} is not explained"
    return found[1]


def type_of(annotation):
    return annotation if isinstance(annotation, str) else annotation.__name__


def test_every_exported_tool_is_explained_with_its_parameters(pages):
    text = pages[REFERENCE].text
    paths = list(offered_paths())
    assert len(paths) >= 4
    assert re.findall(r"^### `(tools\..+)`$", text, re.MULTILINE) != []
    for path in paths:
        told = section(text, path)
        function = tool_load(path).function
        parameters = inspect.signature(function).parameters.values()
        shown = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (?:`(.+?)`)? ?\|", told, re.MULTILINE)
        expected = [
            (p.name, type_of(p.annotation), "" if p.default is p.empty else str(p.default))
            for p in parameters
            if p.name != "context"
        ]
        assert shown == expected


def test_no_tool_is_explained_that_is_not_there(pages):
    told = re.findall(r"^### `(tools\..+)`$", pages[REFERENCE].text, re.MULTILINE)
    assert sorted(told) == sorted(offered_paths())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_is_explained_with_its_fields_and_tools(pages, name):
    told, kind = section(pages[REFERENCE].text, name), KINDS[name]
    assert set(re.findall(r"`\{(\w+)\}`", told)) == kind.template_fields
    for tool in kind.default_tools:
        assert f"`{tool}`" in told


def test_every_limit_of_a_tool_is_explained(pages):
    limits = {f.name for f in Tool._meta.fields if "Integer" in type(f).__name__}
    for name in limits:
        assert f"| `{name}` |" in pages[REFERENCE].text


def reasons():
    """Every code that the runner ends a run with, from its source."""
    found = set(FATAL | DOWN | FORBIDDEN)
    for path in (ROOT / "ledgerflow/agents/runner").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ENDERS:
                place = 1 if node.func.id == "Ending" else 0
                code = node.args[place] if len(node.args) > place else None
                if isinstance(code, ast.Constant):
                    found.add(code.value)
    return found - NOT_SHOWN


def test_every_reason_for_an_end_stands_in_the_runbook(pages):
    text = pages["docs/runbook/agents.md"].text
    assert len(reasons()) >= 15
    assert not [code for code in sorted(reasons()) if f"`{code}`" not in text]


def test_the_size_of_the_golden_set_is_told_as_it_is(pages):
    from benchmarks.golden_set import rows_read

    size = f"{len(rows_read())} invented"
    for name in ("docs/howto/agents.md", "docs/explanation/agents.md"):
        assert size in pages[name].text
