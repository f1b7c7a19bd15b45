"""Programs that are measured as whole commands: time, memory, and balances that are compared."""

import json
import sys

import pytest

from benchmarks.books_file import BookFiles
from benchmarks.books_text_peers import NOT_THERE, PEERS, TRIAL, TextPeer, _csv_balances, measured


@pytest.fixture
def book(tmp_path):
    expected = {"per_account_cents": {"Assets:Cash": 150}, "per_month_cents": {}}
    (tmp_path / "expect.json").write_text(json.dumps(expected))
    return BookFiles(1, tmp_path)


def peer(amount, program=sys.executable):
    command = [program, "-c", f"print('account,total'); print('Assets:Cash,{amount} USD')"]
    version = (sys.executable, "-c", "print('9.1')")
    return TextPeer("invented", program, version, lambda _: {TRIAL: command}, _csv_balances)


def test_a_command_is_timed_and_its_balances_are_compared(book):
    found = measured(peer("1.50"), book, 2, lambda _: None)
    assert (found["version"], found["faults"]) == ("9.1", [])
    assert found[TRIAL]["ms"] >= found[TRIAL]["cpu_ms"] > 0
    assert found[TRIAL]["rss_mb"] > 0
    assert measured(peer("1.49"), book, 1, lambda _: None)["faults"] != []


def test_a_peer_that_is_not_there_is_told(book):
    assert measured(peer("1", "no-such-ledger"), book, 1, lambda _: None) == {"error": NOT_THERE}


def test_a_command_that_fails_is_no_figure(book):
    broken = TextPeer(
        "broken",
        sys.executable,
        (sys.executable, "--version"),
        lambda _: {TRIAL: [sys.executable, "-c", "raise SystemExit(3)"]},
        _csv_balances,
    )
    with pytest.raises(RuntimeError, match="ended with 3"):
        measured(broken, book, 1, lambda _: None)


def test_every_peer_answers_the_same_questions(book):
    assert {len(one.commands(book)) for one in PEERS} == {3}
    assert len({tuple(one.commands(book)) for one in PEERS}) == 1


@pytest.mark.parametrize(
    ("text", "balances"),
    [
        ("Assets:Cash,-1.50\nIncome:Sales,2\n", {"Assets:Cash": "-1.50", "Income:Sales": "2"}),
        ('"account","balance"\n"Assets:Cash","3.00 USD"\n', {"Assets:Cash": "3.00"}),
        ("account,total\nAssets:Cash,  3.00\nEquity:None,\n", {"Assets:Cash": "3.00"}),
    ],
)
def test_balances_are_read_with_and_without_currency(text, balances, tmp_path):
    (tmp_path / "out").write_text(text)
    assert _csv_balances(tmp_path / "out") == balances
