"""The measurement of long CSV files, on short ones."""

import json

import pytest

from benchmarks import bench_csv_million
from benchmarks.million_lines import LAYOUTS, facts, write
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import SourceFile


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_holds_the_same_facts(layout, tmp_path):
    path = tmp_path / "x.csv"
    write(layout, 60, path)
    parsed = formats.read(SourceFile(path.name, path.read_bytes()))
    (statement,) = parsed.statements
    assert not parsed.errors
    assert [(line.date, line.amount * 100) for line in statement.lines] == [
        (fact.day, fact.cents) for fact in facts(60)
    ]


def test_the_figures_are_measured_written_and_held_against_what_is_required(tmp_path):
    json_path = tmp_path / "result.json"
    options = ["--lines", "300", "--times", "1", "--layout", "wide", "--json", str(json_path)]
    assert bench_csv_million.main([*options, "--speed", "1", "--memory", "1"]) == 1
    found = json.loads(json_path.read_text())["layouts"]["wide"]
    assert (found["lines"], found["proved"]) == (300, True)
    assert found["most_mb"] > 1
