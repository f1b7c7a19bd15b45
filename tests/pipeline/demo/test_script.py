"""The demo's script and the samples fit each other and the charts."""

from pathlib import Path

import pytest

from ledgerflow.ledger.charts import chart_get
from ledgerflow.pipeline.demo.script import script_load
from ledgerflow.statements.formats import read
from ledgerflow.statements.parsed import SourceFile

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
SCRIPT = script_load()
BUSINESSES = pytest.mark.parametrize("business", SCRIPT.businesses, ids=lambda b: b.folder)


def lines_of(business):
    """Descriptions of all readable lines of a business's samples."""
    names = [name for group in business.imports for name in group.files]
    files = [SourceFile(n, (SAMPLES / business.folder / n).read_bytes()) for n in names]
    return [line.description for f in files for s in read(f).statements for line in s.lines]


@BUSINESSES
def test_every_sample_is_played_and_every_played_file_is_there(business):
    played = {name for group in business.imports for name in group.files}
    assert played == {p.name for p in (SAMPLES / business.folder).iterdir()}


@BUSINESSES
def test_every_rule_and_decision_meets_a_line_and_an_account_of_the_chart(business):
    keys = {a.key for a in chart_get(business.chart).accounts if not a.is_heading}
    lines = lines_of(business)
    for step in (*business.rules, *business.decisions):
        assert any(step.contains in line for line in lines), step
        assert step.account in keys or getattr(step, "as_suggested", False), step


def test_two_equal_purchases_on_one_day_are_in_the_samples():
    us, uk = (lines_of(b) for b in SCRIPT.businesses)
    assert us.count("TIDEWATER COFFEE BAR") == 2
    assert uk.count("GREGGS 1402") == 3
