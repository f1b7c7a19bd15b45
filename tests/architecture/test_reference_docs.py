"""The reference pages that are made from the code are current."""

import sys
from pathlib import Path

import pytest

import ledgerflow
from ledgerflow.core.constraints import CONSTRAINTS
from ledgerflow.settings.env import Environment

ROOT = Path(ledgerflow.__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture
def scripts(monkeypatch):
    """The folder of scripts can be imported from."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield
    for name in ("settings_doc", "errors_doc"):
        sys.modules.pop(name, None)


def text(name):
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_variable_is_explained():
    page = text("settings.md")
    missing = [f.alias for f in Environment.model_fields.values() if f"`{f.alias}`" not in page]
    assert missing == [], "run: python scripts/settings_doc.py"


def test_every_kind_and_code_and_constraint_is_explained(scripts):
    import errors_doc

    page = text("errors.md")
    wanted = {k.code for k in errors_doc.families().values()}
    wanted |= set(errors_doc.codes()) | set(CONSTRAINTS) | set(errors_doc.file_faults())
    missing = [code for code in sorted(wanted) if f"`{code}`" not in page]
    assert missing == [], "run: python scripts/errors_doc.py"


def test_the_errors_page_is_what_the_code_says(scripts):
    import errors_doc

    assert text("errors.md") == errors_doc.page(), "run: python scripts/errors_doc.py"


def test_a_code_has_one_kind_of_answer(scripts):
    """A program that meets a code must know the status that comes with it."""
    import errors_doc

    kinds = errors_doc.families()
    several = {}
    for code, raised in errors_doc.codes().items():
        statuses = {kinds[name].status for name in raised.kinds}
        if len(statuses) > 1:
            several[code] = sorted(raised.kinds)
    assert several == {}


def test_the_check_tells_current_from_outdated(scripts, tmp_path, monkeypatch, capsys):
    import settings_doc

    monkeypatch.setattr(settings_doc, "ROOT", tmp_path)
    page = tmp_path / "docs" / "page.md"
    assert settings_doc.main(page, "new", ["--check"]) == 1
    assert settings_doc.main(page, "new", []) == 0
    assert settings_doc.main(page, "new", ["--check"]) == 0
    assert settings_doc.main(page, "other", ["--check"]) == 1
    assert "docs/page.md is out of date" in capsys.readouterr().out
