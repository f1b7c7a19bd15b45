"""The reference names everything there is: formats, faults, reports, charts, errors, libraries."""

import ast
import importlib.util
import json
import re
import tomllib
from pathlib import Path

from django.apps import apps

from ledgerflow.core import errors
from ledgerflow.ledger.charts import CHARTS
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.reports.writers import WRITERS
from ledgerflow.statements.formats import FORMATS, camt_faults, camt_totals, ofx_faults
from ledgerflow.statements.proof import Verdict

ROOT = Path(__file__).resolve().parents[2]
READERS = ROOT / "ledgerflow" / "statements"
IDS = "|".join([*(one.id for one in FORMATS), "reader", "ocr", "recognition"])
CODE = re.compile(rf"(?:{IDS})_[a-z_]+|date_order_ambiguous|empty_file|no_statement")
NOT_CODES = {"csv_profile"}  # also a field of the bank account


def kinds():
    """Every class of error."""
    found = [k for k in vars(errors).values() if isinstance(k, type)]
    return [k for k in found if issubclass(k, errors.LedgerFlowError)]


def fault_codes():
    """Every code that a reader gives, from the calls in its source."""
    found = set()
    for path in [
        *READERS.glob("formats/*.py"),
        *READERS.glob("tables/*.py"),
        *READERS.glob("pdf/*.py"),
        READERS / "containment.py",
        READERS / "recognising.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                given = [k.value for k in node.keywords if k.arg == "code"] + node.args[:2]
                found |= {c for g in given for c in texts(g) if CODE.fullmatch(c)}
    return found | row_fault_codes()


def texts(node):
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def row_fault_codes():
    from ledgerflow.statements.tables.rowfaults import _WHAT

    return {f"csv_{kind}" for kind in _WHAT}


def computed_codes():
    """Codes that are put together: by what was expected, or by the format whose text it is."""
    return {
        *(f"ofx_bad_{what}" for what in ofx_faults._EXPECTED),
        *(f"camt_bad_{what}" for what in camt_faults._EXPECTED),
        *(f"camt_totals_{sense}" for sense in camt_totals._IN_OTHER_SENSE),
        *(
            f"{one}_{what}"
            for one in ("mt940", "bai2", "qif")
            for what in ("encoding", "mixed_encoding", "nul_bytes", "undecodable")
        ),
    }


def test_every_format_and_its_faults_are_explained(pages):
    text = pages["docs/reference/formats.md"].text
    for one in FORMATS:
        assert f"| `{one.id}` |" in text
        assert f"### `{one.id}`" in text
        for word in one.title.split("/"):
            assert word in text
    codes = fault_codes() | computed_codes()
    assert len(codes) > 35
    assert not [code for code in sorted(codes) if f"`{code}`" not in text]


def test_the_formats_page_explains_no_fault_that_is_gone(pages):
    text = pages["docs/reference/formats.md"].text
    named = set(re.findall(rf"`((?:{IDS})_[a-z_]+)`", text))
    assert named - fault_codes() - computed_codes() - NOT_CODES == set()


def test_the_score_has_a_row_for_every_format(pages):
    text = pages["docs/reference/formats.md"].text
    table = text.split("<!-- score:begin")[1].split("<!-- score:end -->")[0]
    for one in FORMATS:
        row = re.search(rf"^\| `{one.id}` \| (\d+) \| (\d+) \| (\d+) \|", table, re.MULTILINE)
        assert row, one.id
        assert int(row[2]) <= int(row[1])


def test_every_report_and_layout_is_explained(pages):
    text = pages["docs/reference/reports.md"].text
    for report in REPORTS:
        spoken = report.id.removesuffix("_worksheet").replace("_", "-")
        assert f"| `{spoken}` | `{report.id}` |" in text
    for writer in WRITERS:
        assert f"| `{writer.id}` |" in text


def test_every_chart_is_named(pages):
    text = pages["docs/reference/glossary.md"].text
    assert not [chart.id for chart in CHARTS if f"`{chart.id}`" not in text]


def test_every_error_has_its_kind_and_exit_code(pages):
    commands = pages["docs/reference/commands.md"].text
    listed = pages["docs/reference/errors.md"].text
    for kind in kinds():
        row = next(x for x in commands.splitlines() if f"`{kind.__name__}`" in x)
        assert row.startswith(f"| {kind.exit_code} |")
        assert kind.__name__ in listed
        assert f"`{kind.code}`" in listed


def test_every_exit_code_is_in_the_states(pages):
    short = pages["docs/reference/states.md"].text.split("## Exit codes")[1]
    for code in {0, 70, 130, *(kind.exit_code for kind in kinds())}:
        assert re.search(rf"(?:^|\s){code} [`\w]", short), code


def test_every_state_verdict_and_kind_of_batch_is_explained(pages):
    text = pages["docs/reference/states.md"].text
    for model, field in (
        ("statements.StatementFile", "state"),
        ("statements.Statement", "verdict"),
        ("audit.Batch", "kind"),
    ):
        for value, label in apps.get_model(model)._meta.get_field(field).choices:
            row = next(x for x in text.splitlines() if x.startswith(f"| `{value}` |"))
            assert field == "verdict" or label in row
    assert set(Verdict.__args__) == {"proved", "not_proved", "not_provable"}


def test_every_check_of_verify_is_in_the_runbook(pages):
    from ledgerflow.pipeline.verification import books, statements

    text = pages["docs/runbook/undo-and-damage.md"].text
    names = {rule.name for rule in (*books.RULES, *statements.RULES)}
    names |= {"row_level_security", "application_role", "triggers", "originals", "proofs"}
    assert not [name for name in sorted(names) if f"`{name}`" not in text]


def test_every_library_has_a_row_with_its_reason(pages):
    rows = [
        x
        for x in pages["docs/explanation/dependencies.md"].text.splitlines()
        if x.startswith("| `")
    ]
    named = {
        re.split(r"[\[<>=;~! ]", name)[0].lower()
        for row in rows
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    }
    assert all(len(row.split("|")[2].strip()) > 3 for row in rows)
    chosen = set()
    for file in (ROOT / "requirements").glob("*.in"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-")):
                chosen.add(re.split(r"[\[<>=;~! ]", line.strip())[0].lower())
    npm = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    chosen |= set(npm["dependencies"]) & named
    assert len(chosen) > 20
    assert chosen - named == set()
    assert named - chosen - {"re"} == set(), "a row for a library that is not chosen"


def test_every_setting_is_listed(pages):
    from ledgerflow.settings.env import Environment

    text = pages["docs/reference/settings.md"].text
    aliases = [str(field.alias) for field in Environment.model_fields.values()]
    assert not [alias for alias in aliases if f"`{alias}`" not in text]


def test_the_command_line_is_installed_under_the_name_the_pages_use():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"ledgerflow": "ledgerflow.cli.app:main"}
    assert importlib.util.find_spec("ledgerflow.cli.app") is not None
