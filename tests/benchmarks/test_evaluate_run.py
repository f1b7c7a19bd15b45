"""The protocols, with the simplest peers."""

import json

import pytest

from benchmarks import evaluate_data
from benchmarks.evaluate_contestants import CONTESTANTS
from benchmarks.evaluate_data import rows_of, tasks_of
from benchmarks.evaluate_run import evaluate, main
from tests.benchmarks.labelled_rows import line, write

MEMORY = CONTESTANTS["memory"]


def evaluated(folder, contestant=MEMORY):
    (task,) = tasks_of(folder)
    return evaluate(task, rows_of(task, clients=60), contestant)


def test_a_stream_asks_before_it_learns(tmp_path):
    rows = [line(f"2025-01-0{day}", "SHELL", "Fuel") for day in range(1, 6)]
    write(tmp_path / "books.csv", rows)
    found = evaluated(tmp_path)
    assert list(found["parts"]) == ["all"]
    assert (found["parts"]["all"]["rows"], found["parts"]["all"]["accuracy"]) == (5, 0.8)
    assert (found["learned"], found["clients"], found["sampled"]) == (5, 1, False)


def test_the_test_split_of_a_batch_is_asked_before_any_of_it_is_learned(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate_data, "SMALL", 3)
    known = line("2025-01-01", "SHELL", "Fuel")
    new = [line(f"2025-02-0{day}", "REWE", "Food", split="test") for day in (1, 2)]
    write(tmp_path / "books.csv", [known, *new])
    parts = evaluated(tmp_path)["parts"]
    assert list(parts) == ["test", "test online"]
    assert (parts["test"]["accuracy"], parts["test"]["new_payees"]) == (0.0, 0.0)
    assert parts["test online"]["accuracy"] == 0.5


def test_the_part_of_a_stream_that_is_the_test_split_is_told_too(tmp_path):
    rows = [line("2025-01-01", "SHELL", "Fuel"), line("2025-02-01", "SHELL", "Fuel", split="test")]
    write(tmp_path / "books.csv", rows)
    parts = evaluated(tmp_path)["parts"]
    assert (parts["all"]["accuracy"], parts["test part"]["accuracy"]) == (0.5, 1.0)


def test_clients_learn_apart_and_a_memory_that_shares_knows_what_others_decided(tmp_path):
    rows = [line(f"2025-01-0{day}", "SHELL", "Fuel", unit=f"U{day}") for day in (1, 2, 3)]
    write(tmp_path / "council.csv", rows)
    shared = evaluated(tmp_path)["parts"]["all"]
    alone = evaluated(tmp_path, CONTESTANTS["gnucash bayes"])["parts"]["all"]
    assert (shared["accuracy"], shared["new_payee_share"]) == (0.6667, 1.0)
    assert alone["accuracy"] == 0.0


def test_a_slow_peer_learns_the_newest_rows_only_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate_data, "SMALL", 3)
    rows = [line(f"2025-01-0{day}", "SHELL", "Fuel") for day in (1, 2, 3)]
    write(tmp_path / "b.csv", [*rows, line("2025-02-01", "SHELL", "Fuel", split="test")])
    slow = type(MEMORY)(MEMORY.maker, train_max=2, learns_at_once=False)
    found = evaluated(tmp_path, slow)
    assert (found["learned"], found["sampled"], list(found["parts"])) == (2, True, ["test"])


def test_a_slow_peer_gets_some_of_the_clients_and_that_is_said(tmp_path):
    write(tmp_path / "council.csv", [line("2025-01-01", "SHELL", "Fuel", unit="U1")])
    spared = type(MEMORY)(MEMORY.maker, clients_max=20)
    assert evaluated(tmp_path, spared)["sampled"]
    assert not evaluated(tmp_path)["sampled"]


def test_no_promise_is_held_against_a_peer_that_makes_none(tmp_path):
    write(tmp_path / "books.csv", [line("2025-01-01", "SHELL", "Fuel")])
    found = evaluated(tmp_path, type(MEMORY)(MEMORY.maker, is_sure=False))
    assert "promises" not in found["parts"]["all"]
    assert (found["sure"], found["parts"]["all"]["rows"]) == (False, 1)


@pytest.mark.parametrize("contestant", ["ledgerflow", "memory"])
def test_one_line_of_json_is_printed(tmp_path, capsys, contestant):
    file = write(tmp_path / "books.csv.gz", [line("2025-01-01", "SHELL", "Fuel")] * 3)
    name = ["--name", "books", "--protocol", "online", "--contestant", contestant]
    assert main([str(file), *name]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["task"], found["parts"]["all"]["rows"]) == ("books", 3)
    assert found["rows_a_second"] > 0
