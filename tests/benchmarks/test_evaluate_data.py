"""Folders of labelled transactions: what is evaluated, and what a learner gets to see."""

from decimal import Decimal

import pytest

from benchmarks import evaluate_data
from benchmarks.evaluate_data import rows_of, tasks_of
from ledgerflow.core.errors import InputError
from tests.benchmarks.labelled_rows import line, write


@pytest.fixture
def small(monkeypatch):
    """A file of four rows is large enough to be learned as a batch."""
    monkeypatch.setattr(evaluate_data, "SMALL", 4)


def test_files_without_the_columns_of_labelled_rows_are_no_task(tmp_path):
    (tmp_path / "codes.csv").write_text("code,name\n5200,Home supply\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "README.md").write_text("Labelled rows.\n")
    write(tmp_path / "books.csv", [line("2025-01-01", "SHELL", "Fuel")])
    assert [task.name for task in tasks_of(tmp_path)] == ["books"]


def test_one_business_is_streamed_and_a_large_split_is_a_batch(tmp_path, small):
    rows = [line("2025-01-01", "SHELL", "Fuel")] * 4
    later = line("2025-02-01", "SHELL", "Fuel", split="test")
    write(tmp_path / "few.csv.gz", [rows[0], later])
    write(tmp_path / "many.csv.gz", [*rows, later])
    write(tmp_path / "nosplit.csv", rows)
    protocols = {task.name: task.protocol for task in tasks_of(tmp_path)}
    assert protocols == {"few": "online", "many": "batch", "nosplit": "online"}


def test_units_are_clients(tmp_path):
    write(tmp_path / "council.csv", [line("2025-01-01", "SHELL", "Fuel", unit="A1")])
    assert [task.protocol for task in tasks_of(tmp_path)] == ["clients"]


def test_a_merchant_category_is_a_second_target(tmp_path):
    mcc = {"mcc_description": "Service Stations"}
    write(tmp_path / "town.csv", [line("2025-01-01", "SHELL", "Fuel", **mcc)])
    first, second = tasks_of(tmp_path)
    assert (second.name, second.target) == ("town:mcc_description", "mcc_description")
    found = rows_of(second, clients=60)
    assert [one.name for one in found.accounts.values()] == ["Service Stations"]
    assert (first.target, first.file) == ("label", second.file)


def test_amounts_are_the_holders_view_and_cards_are_bank_accounts(tmp_path):
    rows = [
        line("2025-01-01", "SHELL 4711", "Fuel"),
        line("2025-01-02", "SHELL 4712", "Fuel", amount="-3.10", account="card-2"),
        line("2025-01-03", "REWE", "Food", entity="Water"),
    ]
    write(tmp_path / "town_pcard.csv", rows)
    found = rows_of(tasks_of(tmp_path)[0], clients=60)
    facts = [one.facts for one in found.all]
    assert [one.amount for one in facts] == [Decimal("-9.50"), Decimal("3.10"), Decimal("-9.50")]
    assert [one.bank_account_id for one in facts] == [1, 2, 3]
    assert {one.account_kind for one in facts} == {"card"}
    assert found.all[0].payee.key == "shell"


def test_columns_chosen_with_the_label_reach_no_learner(tmp_path):
    secret = {"label_code": "K020", "tax_code": "VR", "unit": "RHAAC", "payee": "The Payee"}
    write(tmp_path / "council.csv", [line("2025-01-01", "SHELL", "Fuel", **secret)])
    (example,) = rows_of(tasks_of(tmp_path)[0], clients=60).all
    told = repr((example.facts, example.payee))
    assert not [value for value in secret.values() if value.casefold() in told.casefold()]


def test_labels_of_a_ledger_tell_the_kind_of_account(tmp_path):
    rows = [line("2025-01-01", "A", "Income:Gifts"), line("2025-01-02", "B", "Printing")]
    write(tmp_path / "books.csv", rows)
    accounts = rows_of(tasks_of(tmp_path)[0], clients=60).accounts.values()
    assert [(one.kind, one.key) for one in accounts] == [
        ("income", "own:income:gifts"),
        ("expense", "own:printing"),
    ]


def test_rows_are_in_order_of_time_whatever_the_file_says(tmp_path):
    rows = [
        line("2025-03-01", "C", "Fuel", split="test"),
        line("2025-02-01", "B", "Fuel"),
        line("2025-01-01", "A", "Fuel"),
    ]
    write(tmp_path / "books.csv", rows)
    found = rows_of(tasks_of(tmp_path)[0], clients=60)
    assert [one.facts.description for one in found.all] == ["A", "B", "C"]
    assert [one.facts.description for one in found.train] == ["A", "B"]


def test_a_part_is_the_newest_to_learn_and_the_oldest_to_ask(tmp_path):
    rows = [line(f"2025-01-0{day}", f"T{day}", "Fuel") for day in range(1, 8)]
    later = [line(f"2025-02-0{day}", f"L{day}", "Fuel", split="test") for day in range(1, 8)]
    write(tmp_path / "books.csv", [*rows, *later])
    found = rows_of(tasks_of(tmp_path)[0], clients=60, only=4)
    assert [one.facts.description for one in found.train] == ["T4", "T5", "T6", "T7"]
    assert [one.facts.description for one in found.test] == ["L1", "L2"]


def test_rows_without_the_target_are_left_out(tmp_path):
    write(tmp_path / "books.csv", [line("2025-01-01", "A", ""), line("2025-01-02", "B", "Fuel")])
    assert len(rows_of(tasks_of(tmp_path)[0], clients=60).all) == 1


def test_all_rows_that_cannot_be_read_are_told_together(tmp_path):
    rows = [
        line("2025-01-32", "A", "Fuel"),
        line("2025-01-01", "B", "Fuel"),
        line("2025-01-02", "C", "Fuel", amount="1.2.3"),
    ]
    write(tmp_path / "books.csv", rows)
    with pytest.raises(InputError) as refused:
        rows_of(tasks_of(tmp_path)[0], clients=60)
    assert "2 rows cannot be read" in refused.value.message
    assert "row 1: date '2025-01-32'" in refused.value.message
    assert "row 3" in refused.value.message
