"""A test that is skipped without a reason fails the run."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "scripts" / "check_skips.py"
SPEC = importlib.util.spec_from_file_location("check_skips", SOURCE)
assert SPEC is not None
assert SPEC.loader is not None
check_skips = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_skips)

CASES = {
    "passed": '<testcase classname="tests.a" name="test_fine"/>',
    "failed": '<testcase classname="tests.a" name="test_bad"><failure message="x"/></testcase>',
    "broken": '<testcase classname="tests.a" name="test_broken"><error message="x"/></testcase>',
    "skipped": '<testcase classname="tests.a" name="test_no"><skipped message="x"/></testcase>',
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "tests.xml"


def write(report: Path, *names: str) -> None:
    cases = "".join(CASES[name] for name in names)
    report.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")


def run(
    report: Path, monkeypatch: pytest.MonkeyPatch, listed: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[str]]:
    allowed = report.with_name("skips.txt")
    allowed.write_text(listed)
    monkeypatch.setattr(check_skips, "ALLOWED", allowed)
    return check_skips.main([str(report)]), capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("names", "listed", "code", "last"),
    [
        (["passed", "passed"], "", 0, "2 passed, 0 failed, 0 skipped"),
        (["passed", "failed"], "", 1, "1 passed, 1 failed, 0 skipped"),
        (["passed", "broken"], "", 1, "1 passed, 1 failed, 0 skipped"),
        (["passed", "skipped"], "", 1, "1 passed, 0 failed, 1 skipped"),
        (["passed", "skipped"], "# why\ntests.a::test_no -- macOS only\n", 0, "1 passed, 0 failed"),
        (["passed", "skipped"], "tests.a::test_other -- macOS only\n", 1, "1 passed, 0 failed"),
        ([], "", 1, "0 passed, 0 failed, 0 skipped"),
    ],
)
def test_the_counts_and_the_verdict(
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    names: list[str],
    listed: str,
    code: int,
    last: str,
) -> None:
    write(report, *names)
    status, lines = run(report, monkeypatch, listed, capsys)
    assert status == code
    assert lines[-1].startswith(last)


def test_an_unlisted_skip_is_named(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(report, "skipped")
    _, lines = run(report, monkeypatch, "", capsys)
    assert "tests.a::test_no" in lines[0]


def test_a_listed_skip_without_a_reason_is_refused(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(report, "skipped")
    with pytest.raises(ValueError, match=r"skips\.txt:1"):
        run(report, monkeypatch, "tests.a::test_no\n", capsys)
