"""The whole evaluation: its processes, tables and JSON."""

import json

import pytest

from benchmarks import evaluate
from tests.benchmarks.labelled_rows import line, write


@pytest.fixture
def folder(tmp_path):
    rows = [line(f"2025-01-0{day}", "SHELL", "Fuel") for day in range(1, 6)]
    write(tmp_path / "books.csv", rows)
    return tmp_path


def run(folder, *more):
    written = folder / "answer" / "evaluate.json"
    code = evaluate.main(["--data", str(folder), "--json", str(written), *more])
    return code, json.loads(written.read_text()) if written.exists() else None


def test_our_learner_runs_in_a_process_of_its_own_with_one_thread(folder, capsys):
    code, found = run(folder, "--no-peers")
    assert (code, list(found["tasks"]["books"])) == (0, ["ledgerflow"])
    ours = found["tasks"]["books"]["ledgerflow"]
    assert ours["parts"]["all"]["rows"] == 5
    assert [one["figure"] for one in found["bounds"]][-2:] == ["learn_ms_p95", "rows_a_second"]
    shown = " ".join(capsys.readouterr().out.split())
    assert "books (online): how often right" in shown
    assert "To be reached by LedgerFlow" in shown


def test_peers_that_are_not_installed_are_left_out_and_that_is_said(folder, capsys):
    code, found = run(folder, "--peer-python", str(folder / "none"), "--only", "books")
    assert (code, list(found["tasks"]["books"])) == (0, ["ledgerflow"])
    assert "The peers are not installed" in capsys.readouterr().out


def test_a_peer_that_breaks_is_told_and_fails_a_strict_run(folder, capsys):
    broken = folder / "python"
    broken.write_text("#!/bin/sh\necho 'no module' >&2\nexit 3\n")
    broken.chmod(0o755)
    wanted = ["--contestant", "memory", "--peer-python", str(broken)]
    assert run(folder, *wanted)[0] == 0
    code, found = run(folder, *wanted, "--strict")
    assert code == 1
    assert found["tasks"]["books"]["memory"] == {"error": "the process ended with 3: no module"}
    assert "no module" in capsys.readouterr().out


def test_a_folder_with_nothing_to_evaluate_is_told(tmp_path, capsys):
    assert run(tmp_path) == (2, None)
    assert run(tmp_path / "missing") == (2, None)
    assert "No labelled transactions" in capsys.readouterr().out
