"""The long run counts what becomes of damaged files, and fails when a reader does."""

import json

import pytest

from benchmarks import mutations
from ledgerflow.statements.pdf.scanned import Recognition
from tests.properties.oracle import Judged

MT940 = (
    b":20:1\r\n:25:991\r\n:28C:1/1\r\n:60F:C250101EUR10,00\r\n:61:250102C5,00NTRFNONREF//B1\r\n"
    b":86:Alder\r\n:62F:C250102EUR15,00\r\n-\r\n"
)


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(mutations, "recognition", Recognition())
    (tmp_path / "one.sta").write_bytes(MT940)
    (tmp_path / "empty.sta").touch()
    rows = [
        {"path": "one.sta", "format": "mt942"},
        {"path": "empty.sta", "format": "mt940"},
        {"path": "gone.sta", "format": "mt940"},
        {"path": "one.sta", "format": "no-such-format"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(rows))
    return tmp_path


def run(corpus, *more):
    out = corpus / "out" / "mutations.json"
    arguments = ["--corpus", str(corpus), "--mutations", "28", "--json", str(out), *more]
    return mutations.main(arguments), json.loads(out.read_text()) if out.exists() else None


def test_every_damaged_file_is_counted_once(corpus):
    code, result = run(corpus)
    (found,) = result["formats"].values()
    assert code == 0
    assert (found["files"], found["mutations"], found["bad"]) == (2, 28, [])
    assert sum(found[fate] for fate in mutations.FATES) == 28
    assert found["refused"] > 0
    assert found["same"] > 0
    assert found["slowest_file"] == "one.sta"


def test_a_reader_that_fails_fails_the_run_and_is_named(corpus, monkeypatch):
    monkeypatch.setattr(mutations, "judge", lambda *_: Judged("crashed", 0.1, "KeyError: 'x'"))
    code, result = run(corpus, "--first", "14")
    assert code == 1
    first = result["formats"]["mt940"]["bad"][0]
    assert (first["file"], first["number"], first["why"]) == ("one.sta", 14, "KeyError: 'x'")


def test_one_format_may_be_asked_for_and_no_corpus_is_told(corpus, tmp_path):
    assert run(corpus, "--format", "ofx")[0] == 2
    assert mutations.main(["--corpus", str(tmp_path / "none")]) == 2
