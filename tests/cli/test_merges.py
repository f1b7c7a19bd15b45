"""`merges list`, `merges split`, `merges join`."""

import json

import pytest

from ledgerflow.statements.models import BankTransaction
from tests.published import publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CARD = ("2025-01-14", "-4.00", "POS 004711")


@pytest.fixture
def merged(books):
    """Two files that show one coffee in different words."""
    with books.scope():
        publish(books, [COFFEE])
        publish(books, [CARD])
    return books


def listed(cli, *options):
    return json.loads(cli("merges", "list", "--json", *options).out)


def test_a_merge_by_count_alone_is_listed_as_unsure_split_and_joined_again(cli, merged):
    assert "no words speak for it" in cli("merges", "list").text
    (merge,) = listed(cli, "--unsure")["merges"]
    assert (merge["description"], merge["known_as"]["description"], merge["unsure"]) == (
        "POS 004711", "CORNER COFFEE", True,
    )  # fmt: skip
    done = cli("merges", "split", merge["line"], "--reason", "two receipts")
    assert (done.code, "These are two now" in done.out) == (0, True)
    answer = listed(cli)
    assert answer["merges"] == []
    assert [(c["kind"], c["reason"], c["by"]) for c in answer["changes"]] == [
        ("split", "two receipts", merged.user.email)
    ]
    with merged.scope():
        numbers = [transaction(text).pk for text in ("CORNER COFFEE", "POS 004711")]
    done = cli("merges", "join", *numbers, "--reason", "one after all")
    assert (done.code, f"transaction {numbers[0]}" in done.out) == (0, True)
    with merged.scope():
        assert BankTransaction.objects.filter(is_live=True).count() == 1
    assert "a person said" in cli("merges", "list").text


def test_nothing_merged_is_said(cli, books):
    assert "No line was merged." in cli("merges", "list").out


def test_numbers_that_do_not_exist_and_missing_reasons_are_refused(cli, merged, row_counts):
    before = row_counts()
    assert cli("merges", "split", 999_999, "--reason", "x").code == 6
    assert cli("merges", "join", 999_998, 999_999, "--reason", "x").code == 6
    line = listed(cli)["merges"][0]["line"]
    refused = cli("merges", "split", line)
    assert (refused.code, "a person and a reason" in refused.err) == (2, True)
    assert row_counts() == before
