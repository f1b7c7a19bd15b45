"""What the benchmark of readers makes of their answers, and what it calls a broken promise."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import bench_formats
from benchmarks.bench_formats import Case, _complaints, _is_right, _rate
from benchmarks.format_files import BenchFile, build
from benchmarks.peer_runs import Reading, median_of, readings
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.proof import prove

CASE = Case("ofx", 20, 100, ("ofxparse", "ofxtools"))
FILE = BenchFile(Path("20.ofx"), 20, 20, Decimal("12.50"))


def result(ours, *peers):
    speed = {"units": 20, "bytes": 1, "ledgerflow": ours}
    return {"speed": {"ofx": {**speed, **dict(zip(CASE.peers, peers, strict=True))}}}


def rate(number, *, same=True):
    return {"units": 20, "seconds": 1.0, "rate": number, "best": number, "same": same}


def test_a_rate_counts_units_a_second_and_looks_at_rows_and_sum():
    def reading(seconds, rows=20, total="12.5"):
        return Reading("x", seconds, rows, Decimal(total))

    assert _rate(FILE, [reading(0.1), reading(0.2), reading(0.05)]) == {
        "units": 20, "seconds": 0.1, "rate": 200, "best": 400, "same": True,
    }  # fmt: skip
    assert not _rate(FILE, [reading(0.1, rows=19)])["same"]
    assert not _rate(FILE, [reading(0.1, total="-12.5")])["same"]
    assert _rate(FILE, [Reading("x", error="KeyError")]) == {"error": "KeyError"}


@pytest.mark.parametrize(
    ("ours", "peers", "complaint"),
    [
        (rate(150), (rate(10), {"error": "KeyError"}), None),
        (rate(99), (rate(10), rate(10)), "100 are required"),
        (rate(150), (rate(10), rate(151)), "ofxtools is faster"),
        (rate(150), (rate(10), rate(151, same=False)), None),
        (rate(150, same=False), (rate(10), rate(10)), "does not read the file right"),
        ({"error": "x"}, (rate(10), rate(10)), "does not read the file right"),
    ],
)
def test_being_slow_behind_or_wrong_is_a_complaint(ours, peers, complaint):
    said = _complaints(CASE, result(ours, *peers))
    assert [complaint in one for one in said] == ([True] if complaint else [])


def test_the_middle_of_several_runs_counts_and_an_error_at_once():
    runs = [Reading("x", seconds) for seconds in (3.0, 1.0, 2.0)]
    assert median_of(runs).seconds == 2.0
    assert median_of([*runs, Reading("x", error="KeyError")]).error == "KeyError"


def test_a_file_of_the_corpus_is_right_by_rows_and_sum():
    expected = {"transactions": 2, "sum": "3.10"}
    assert _is_right(Reading("x", 1, 2, Decimal("3.1")), expected)
    assert not _is_right(Reading("x", 1, 2, Decimal("3.2")), expected)
    assert not _is_right(Reading("x", 1, 3, Decimal("3.1")), expected)
    assert not _is_right(Reading("x", error="E"), expected)


@pytest.mark.parametrize("format_id", [case.format_id for case in bench_formats.CASES])
def test_the_files_are_what_they_are_said_to_be(format_id, tmp_path):
    rows = 2 if format_id == "pdf" else 30
    made = build(format_id, rows, tmp_path)
    again = build(format_id, rows, tmp_path / "again")
    assert made.path.read_bytes() == again.path.read_bytes()
    file = formats.read(SourceFile(made.path.name, made.path.read_bytes()))
    (one,) = file.statements
    assert (file.format, file.errors, one.sum) == (format_id, (), made.total)
    verdict = "not_provable" if format_id in ("ofx", "qif") else "proved"
    assert prove(one, file.faults).verdict == verdict


def test_our_own_driver_answers_for_each_file(tmp_path):
    good = build("ofx", 5, tmp_path)
    bad = tmp_path / "bad.ofx"
    bad.write_text("<OFX>")
    found = readings("ledgerflow", [good.path, bad])
    one, other = found[str(good.path)], found[str(bad)]
    assert (one.rows, one.total, one.error) == (5, good.total, "")
    assert one.seconds > 0
    assert other.error


def test_without_the_peers_the_way_to_them_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_formats, "PEER_PYTHON", tmp_path / "none")
    assert bench_formats.main(["--json", str(tmp_path / "x.json")]) == 2
    assert "make bench-formats" in capsys.readouterr().out


def test_a_whole_run_prints_and_keeps_its_figures(tmp_path, monkeypatch, capsys):
    def answers(reader, files):
        rows = {"ledgerflow": 0.001, "bankstatementparser": 0.5}[reader]
        return {str(f): Reading(str(f), rows, 20, Decimal(0)) for f in files}

    case = Case("camt", 20, 100, ("bankstatementparser",))
    monkeypatch.setattr(bench_formats, "CASES", (case,))
    monkeypatch.setattr(bench_formats, "PEER_PYTHON", tmp_path)
    monkeypatch.setattr(bench_formats, "FILES", tmp_path / "files")
    monkeypatch.setattr(bench_formats, "build", lambda *_: BenchFile(tmp_path, 20, 20, Decimal(0)))
    monkeypatch.setattr(bench_formats, "readings", answers)
    (tmp_path / "manifest.json").write_text(
        json.dumps(
            [
                {"path": "a", "format": "camt", "expected": {"transactions": 20, "sum": "0"}},
                {"path": "b", "format": "camt", "expected": {"error": True}},
            ]
        )
    )
    out = tmp_path / "out" / "formats.json"
    assert bench_formats.main(["--corpus", str(tmp_path), "--json", str(out)]) == 0
    kept = json.loads(out.read_text())
    assert kept["speed"]["camt"]["ledgerflow"]["rate"] == 20_000
    assert kept["right"]["camt"]["ledgerflow"] == {"right": 1, "refused": 0}
    assert "500.0 x" in capsys.readouterr().out
