"""The suite is shared out between two processes so that nothing is left out or run twice."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "scripts" / "run_suite.py"
SPEC = importlib.util.spec_from_file_location("run_suite", SOURCE)
run_suite = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run_suite)


@pytest.fixture
def ran(monkeypatch):
    """The commands that would run; each ends well."""
    commands = []

    class Done:
        returncode = 0

        def wait(self):
            return 0

    def run(command, **_):
        commands.append(command)
        return Done()

    monkeypatch.setattr(run_suite.subprocess, "run", run)
    monkeypatch.setattr(run_suite.subprocess, "Popen", run)
    return commands


def test_what_one_half_runs_the_other_leaves_out(ran, tmp_path, monkeypatch):
    monkeypatch.setattr(run_suite, "BUILD", tmp_path)
    assert run_suite.run_halves(["-x"]) == 0
    starting, computing = ran
    for folder in run_suite.STARTERS:
        assert Path(folder).is_dir()
        assert folder in starting
        assert f"--ignore={folder}" in computing
    assert "tests" in computing
    assert all("-x" in command for command in ran)
    reports = {part for command in ran for part in command if part.startswith("--junitxml")}
    assert len(reports) == 2


def test_named_tests_run_in_one_process(ran):
    assert run_suite.names_tests(["tests/web", "-x"])
    assert not run_suite.names_tests(["--durations=40", "-k", "proof"])
    assert run_suite.run_whole(["tests/web"]) == 0
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("codes", "worst"),
    [([0, 0], 0), ([0, 1], 1), ([5, 0], 0), ([5, 5], 5), ([-9, 0], -9), ([1, 2], 2)],
)
def test_nothing_selected_is_a_fault_only_in_both_halves(codes, worst):
    assert run_suite.worst_of(codes) == worst
