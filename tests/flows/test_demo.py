"""`ledgerflow demo`: everything it promises, twice, and as a person starts it."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from typer.testing import CliRunner

from ledgerflow.cli.app import app
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids, operator_places
from ledgerflow.pipeline.verify import books_verify
from tests.bare import bare_environment

ROOT = Path(__file__).resolve().parents[2]
SECONDS_MAX = 90


def run(*arguments):
    done = CliRunner().invoke(app, ["demo", *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def row_counts():
    found = {}
    tenants = [m for m in apps.get_models() if getattr(m, "is_tenant", False)]
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            found |= {(firm_id, m.__name__): m.objects.count() for m in tenants}
    return found


@pytest.fixture
def played(db):
    """The demo's first run."""
    done = run()
    assert done.exit_code == 0, done.stderr
    return done


PROMISED = (
    "✓ proved",
    "✗ not proved: savings-2025-02-misread.csv stays out of the books",
    "proposed repair: Row 3: 500.00 instead of 300.00",
    "✗ not readable: checking-2025-03-cut-off.ofx",
    "Merged: 9 lines",
    "description and bank id",
    "40 by the policy",
    "Waits for a person: 9",
    "Net profit                    1,908.80  1,724.53  2,741.75   6,375.08",
    "31    Net profit or loss                                       6,455.25          6,455",
    "Fern Lane Joinery",
    "3,348.14",
    "make serve",
    "ledgerflow user password demo@example.com",
)


def test_the_demo_shows_all_that_it_promises(played):
    assert [text for text in PROMISED if text not in played.stdout] == []


def test_every_check_of_the_demos_books_holds(played):
    assert "DOES NOT HOLD" not in played.stdout
    for place in operator_places():
        report = books_verify(place)
        assert report.ok, report.failed


def test_a_second_run_adds_nothing_and_prints_the_same_figures(played):
    before = row_counts()
    again = run()
    assert again.exit_code == 0
    assert row_counts() == before
    assert "There already, so nothing to do: checking-2025-01.ofx" in again.stdout
    assert played.stdout.count("\n") > 200
    new = set(again.stdout.splitlines()) - set(played.stdout.splitlines())
    assert all(
        line.startswith(("Books there from", "There already", "  (all of it")) for line in new
    ), new


def test_it_leaves_other_firms_alone(make_books):
    books = make_books(name="Harbor Street Studio")
    before = row_counts()
    assert run().exit_code == 0
    after = row_counts()
    assert {key: after[key] for key in before} == before
    assert len(after) > len(before)
    assert books.place.business_slug == "harbor-street-studio"


def test_it_says_where_to_find_the_samples_when_they_are_missing(db, tmp_path):
    done = run("--samples", tmp_path)
    assert done.exit_code == 2
    assert "--samples FOLDER" in done.stderr


@pytest.mark.slow
def test_from_nothing_it_ends_by_itself_within_the_time_and_leaves_no_server():
    folder = Path(tempfile.mkdtemp(prefix="lfd-", dir="/tmp"))
    folder.chmod(0o755)
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ledgerflow", "demo"],
            cwd=ROOT,
            env={**bare_environment(), "LEDGERFLOW_STATE_DIR": str(folder / "state")},
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - begun < SECONDS_MAX
        assert "Where to go next" in done.stdout
        assert not list((folder / "state" / "postgres" / "data").glob("postmaster.pid"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_sample_that_cannot_be_read_ends_the_demo_with_an_error(db, tmp_path):
    samples = tmp_path / "samples"
    shutil.copytree(ROOT / "samples", samples)
    (samples / "fern-lane-joinery" / "current-2025-q1.csv").write_bytes(b"Date,Text\n")
    done = run("--samples", samples)
    assert done.exit_code == 1
    assert "did not go as its script says: current-2025-q1.csv" in " ".join(done.stderr.split())
