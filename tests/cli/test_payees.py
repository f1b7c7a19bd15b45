"""`payee`: as typed."""

import pytest

from ledgerflow.classification.models import Payee
from ledgerflow.classification.payee_services import payee_name


@pytest.fixture
def payees(books):
    """Two payees that are one."""
    with books.scope():
        return [
            payee_name(business=books.business, key=name.lower(), name=name).pk
            for name in ("Dogwood Printing", "Dogwood Printin")
        ]


def test_payees_are_found_merged_split_and_renamed(cli, payees):
    first, second = payees
    assert "Dogwood Printing" in cli("payee", "list").text
    assert f"{first} {second}" in cli("payee", "near").text
    assert "Dogwood Printing" in cli("payee", "near", "DOGWOOD PRINTNG").text
    merged = cli("payee", "merge", second, first)
    assert (merged.code, "stand for Dogwood Printing now" in merged.text) == (0, True), merged
    assert "dogwood printin" in cli("payee", "show", first).text
    assert "Printer" in cli("payee", "split", first, "dogwood printin", "--name", "Printer").text
    assert "is called Dogwood" in cli("payee", "rename", first, "Dogwood").text


def test_no_payees_no_twins(cli, books):
    assert "No payee is known yet" in cli("payee", "list").text
    assert "No two payees" in cli("payee", "near").text
    assert "Nothing resembles" in cli("payee", "near", "ANY").text


@pytest.mark.parametrize("words", [("merge", 999, 998), ("show", 999), ("rename", 999, "X")])
def test_an_unknown_payee_is_said_so(cli, books, words):
    done = cli("payee", *words)
    assert (done.code, "no payee 99" in done.text) == (6, True), done


def test_a_stranger_changes_nothing(cli, payees, books):
    done = cli("payee", "rename", payees[0], "X", "--user", "nobody@example.com")
    assert done.code != 0
    with books.scope():
        assert not Payee.objects.filter(name="X").exists()
