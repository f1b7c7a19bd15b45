"""Seeded faults: each is a fault, and is only counted as named where it is."""

import json
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks import bench_repairs
from benchmarks.repair_faults import KINDS, digit_changed, is_named, place_is_named, seed
from benchmarks.repair_statements import as_csv, evidence_of, invented, of_corpus
from ledgerflow.statements import formats
from ledgerflow.statements.proof import prove
from ledgerflow.statements.repairs import Repair


def chance(seed_text="x"):
    return random.Random(seed_text)  # noqa: S311


@pytest.mark.parametrize("evidence", bench_repairs.EVIDENCES)
def test_an_invented_statement_is_proved_by_the_evidence_it_prints(evidence):
    proved = invented(chance(), evidence)
    assert prove(proved.statement).verdict == "proved"
    assert evidence_of(proved.statement) == evidence


@pytest.mark.parametrize("kind", KINDS)
def test_a_seeded_statement_has_one_fault_and_is_not_proved(kind):
    whole = invented(chance(), "running").statement
    seeded = seed(whole, kind, chance(kind), keep_raw=True)
    assert prove(seeded.statement).verdict == "not_proved"
    changed = len(whole.lines) - sum(line in seeded.statement.lines for line in whole.lines)
    assert changed == (0 if kind == "line_doubled" else 1)
    assert len(seeded.statement.lines) - len(whole.lines) == {
        "line_dropped": -1, "line_doubled": 1,
    }.get(kind, 0)  # fmt: skip


def test_a_fault_of_the_file_leaves_no_trace_of_what_was_right():
    whole = invented(chance(), "running").statement
    seeded = seed(whole, "line_dropped", chance(), keep_raw=False)
    rows = [line.row for line in seeded.statement.lines]
    assert rows == list(range(2, len(whole.lines) + 1))
    assert {line.raw for line in seeded.statement.lines} == {""}


def test_a_changed_digit_is_one_digit_and_never_makes_nothing_of_it():
    rng = chance()
    for _ in range(200):
        wrong = digit_changed(Decimal("-5.00"), rng)
        assert wrong
        texts = f"{wrong:.2f}".zfill(5), "-5.00"
        assert sum(a != b for a, b in zip(*texts, strict=False)) <= 1 or abs(wrong) < 1


def test_only_the_line_at_fault_with_its_right_amount_counts_as_named():
    whole = invented(chance(), "running").statement
    seeded = seed(whole, "digit_changed", chance(), keep_raw=True)
    (row,) = seeded.rows
    right = Repair("misread_digit", "", row, seeded.line.amount)
    assert is_named(seeded, [right])
    for wrong in (
        replace(right, row=row + 1),
        replace(right, amount=right.amount + 1),
        replace(right, kind="duplicate_line"),
        Repair("missing_line", "", None, seeded.line.amount),
    ):
        assert not is_named(seeded, [wrong])


def test_a_dropped_line_is_named_by_its_amount_and_its_place_apart():
    whole = invented(chance(), "running").statement
    seeded = seed(whole, "line_dropped", chance(), keep_raw=True)
    nowhere = Repair("missing_line", "", None, seeded.line.amount)
    placed = replace(nowhere, after_row=seeded.before, before_row=seeded.after)
    assert (is_named(seeded, [nowhere]), place_is_named(seeded, [nowhere])) == (True, False)
    assert (is_named(seeded, [placed]), place_is_named(seeded, [placed])) == (True, True)


def test_a_csv_holds_what_the_statement_says():
    whole = invented(chance(), "running").statement
    (read,) = formats.read(as_csv(whole)).statements
    assert [(i.row, i.amount, i.balance) for i in read.lines] == [
        (i.row, i.amount, i.balance) for i in whole.lines
    ]


def test_of_a_corpus_only_proved_statements_are_taken_each_once(tmp_path):
    good = as_csv(invented(chance(), "running").statement).data
    (tmp_path / "good.csv").write_bytes(good)
    (tmp_path / "again.csv").write_bytes(good)
    inner = good.splitlines()[3]
    (tmp_path / "wrong.csv").write_bytes(good.replace(inner, inner.replace(b".", b"1.", 1)))
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [(p.source, p.evidence) for p in of_corpus(tmp_path)] == [("csv", "running")]


def test_the_benchmark_writes_rates_and_fails_below_what_is_required(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_repairs, "SPEED_LINES", 100)
    out = tmp_path / "repairs.json"
    some = ["--corpus", str(tmp_path / "none"), "--statements", "6", "--rounds", "1"]
    assert bench_repairs.main([*some, "--json", str(out)]) == 0
    result = json.loads(out.read_text())
    assert (result["statements"], result["of_corpus"]) == (6, 0)
    assert all(r["not_proved"] == 1 for r in result["every_kind"]["file_wrong"])
    assert result["one_fault_each"]["reading_wrong"]["faults"] == 6
    assert {r["rows"] for r in result["csv_read_again"]} >= {"inner"}
    assert result["lines_per_second"] > 0
    assert bench_repairs.main([*some, "--json", str(out), "--require", "1.01"]) == 1
    assert "named in the first 3" in capsys.readouterr().out
