"""What a model gives a tool: bounded, cleaned, masked, checked."""

import pytest

from ledgerflow.agents.toolbox.arguments import (
    ARGUMENTS_MAX,
    ArgumentsFault,
    arguments_checked,
    arguments_masked,
    arguments_plain,
)
from ledgerflow.agents.toolbox.signatures import signature_read

IBAN = "DE89370400440532013000"


def lamp(query: str, count: int = 5) -> str:
    """Look for lamps."""
    return query


MODEL = signature_read(lamp).arguments


def nested(depth):
    """A list in a list in a list ..."""
    value = []
    for _ in range(depth):
        value = [value]
    return {"query": value}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "no JSON object"),
        ([], "no JSON object"),
        ("query", "no JSON object"),
        (3, "no JSON object"),
        ({"query": float("nan")}, "no JSON"),
        ({"query": float("inf")}, "no JSON"),
        ({"query": b"bytes"}, "no JSON"),
        ({"query": {1, 2}}, "no JSON"),
        (nested(100_000), "no JSON"),
        ({"query": "x" * ARGUMENTS_MAX}, "more than 10,000 characters"),
    ],
)
def test_what_is_no_small_json_object_is_refused(given, said):
    with pytest.raises(ArgumentsFault, match=said):
        arguments_plain(given)


def test_characters_that_nobody_sees_are_taken_out():
    given = {"que\u200bry": "har\x00bor\u202e light", "list": ["a\ud800b", {"k\x07": 1}]}
    assert arguments_plain(given) == {
        "query": "harbor light",
        "list": ["ab", {"k": 1}],
    }


def test_account_numbers_are_masked_before_anything_leaves():
    spaced = "DE89 3704 0044 0532 0130 00"
    hidden = f"DE89\u200b{IBAN[4:]}"
    plain = arguments_plain({"query": f"payee {spaced}", "more": [IBAN, hidden], IBAN: 1})
    masked = str(arguments_masked(plain, lambda text: False))
    assert "0532" not in masked
    assert "payee" in masked


def test_an_address_that_a_search_returned_is_kept_as_it_is():
    url = "https://example.com/shops/123456789012"
    masked = arguments_masked({"a": url, "b": url + "9"}, lambda text: text == url)
    assert masked["a"] == url
    assert masked["b"] != url + "9"


def test_only_what_was_given_is_passed_on():
    assert arguments_checked({"query": "harbor"}, MODEL) == {"query": "harbor"}
    assert arguments_checked({"query": "h", "count": 2}, MODEL) == {"query": "h", "count": 2}


def test_each_fault_is_named_and_no_value_is_repeated():
    given = {"count": "CANARY-1", "CANARY-2": "CANARY-3"}
    with pytest.raises(ArgumentsFault) as caught:
        arguments_checked(given, MODEL)
    said = caught.value.message
    assert "query: Field required" in said
    assert "count: Input should be a valid integer" in said
    assert "one that it does not take" in said
    assert "it takes count, query" in said
    assert "CANARY" not in said


def test_a_thousand_wrong_names_make_no_long_message():
    given = {f"name{n}": n for n in range(1_000)}
    with pytest.raises(ArgumentsFault) as caught:
        arguments_checked(given, MODEL)
    assert len(caught.value.message) < 500
