"""The benchmark of books: how it begins without its parts, and what it prints and keeps."""

import json
from types import SimpleNamespace

import pytest

from benchmarks import bench_books
from benchmarks.books_judge import LARGE, Row
from benchmarks.books_steps import Steps


@pytest.fixture
def generator(tmp_path):
    (tmp_path / "generator.py").touch()
    return ["--generator", str(tmp_path / "generator.py"), "--json", str(tmp_path / "books.json")]


def measured(**found):
    book = {"entries": 10, "lines": 25, "accounts": 3}
    base = {"book": book, "server": {"fsync": "on"}, "ours": {}, "peers": {}, "faults": []}
    return lambda *_: base | found


def test_without_the_generator_or_the_peers_the_way_is_told(
    generator, tmp_path, monkeypatch, capsys
):
    assert bench_books.main(["--generator", str(tmp_path / "none")]) == 0
    assert "nothing measured" in capsys.readouterr().out
    monkeypatch.setattr(bench_books, "PEER_PYTHON", tmp_path / "none")
    assert bench_books.main(generator) == 2
    assert "make bench-books" in capsys.readouterr().out


def test_a_run_prints_what_is_missing_and_keeps_its_figures(
    generator, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(bench_books, "PEER_PYTHON", tmp_path)
    monkeypatch.setattr(
        bench_books, "_measured", measured(peers={"hledger": {"error": "not there"}})
    )
    assert bench_books.main(generator) == 0
    printed = capsys.readouterr().out
    assert "hledger: not there" in printed
    assert "fsync on" in printed
    assert json.loads((tmp_path / "books.json").read_text())["rows"][0]["what"] == "trial balance"


def test_wrong_books_fail_whatever_was_measured(generator, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_books, "PEER_PYTHON", tmp_path)
    monkeypatch.setattr(bench_books, "_measured", measured(faults=["Assets:Cash: 1 instead of 2"]))
    assert bench_books.main(generator) == 1
    assert "Assets:Cash: 1 instead of 2" in capsys.readouterr().out


def test_a_quick_run_leaves_the_kept_result_alone():
    options = bench_books._options(["--quick", "--entries", str(LARGE), "--json", "kept.json"])
    assert (options.entries, options.json) == (bench_books.SMALL, bench_books.RESULT)


def test_a_small_book_is_read_before_a_large_one_is_there():
    done = []
    steps = SimpleNamespace(
        installation=SimpleNamespace(found=lambda: done.append("found")),
        book=lambda size: done.append(("book", size)),
        hordak_reads=lambda size: done.append(("hordak", size)),
        imports=lambda size: done.append(("imports", size)),
        **{
            name: lambda name=name: done.append(name)
            for name in ("single_posts", "clients", "batches", "hordak_bulk", "django_ledger")
        },
    )
    for step in bench_books._steps(steps, LARGE):
        step()
    assert done[:4] == ["found", ("book", 10_000), ("book", LARGE), ("imports", 100_000)]
    assert done[4:7] == [("hordak", 10_000), ("hordak", LARGE), "single_posts"]
    assert all(hasattr(Steps, one) for one in done[6:])


def test_a_row_says_whether_it_was_kept():
    cells = bench_books._cells(Row("x", "ms", 1.5, 1.7, False, 1206.0, "hordak", 0.32))
    assert cells == ["x", "ms", "<= 1.5", "1.7", "[red]missed[/red]", "1,206.0 hordak",
                     "709.41", "0.32", "5.31"]  # fmt: skip
