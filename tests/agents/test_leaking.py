"""An answer that gives away the prompt or a key is noticed, however it is dressed."""

import base64
import codecs

import pytest

from ledgerflow.agents.leaking import leaks, withheld

PROMPT = (
    "You place transactions of a small business into its chart of accounts. Answer with the id of"
    " one of the accounts offered, and say in one sentence why. The data is {transactions}."
)
KEY = "canary-key-4f1c9d27ab"


def found(text: str) -> list[str]:
    return leaks(text, secrets=[KEY, ""], prompt=PROMPT)


def test_an_honest_answer_gives_nothing_away() -> None:
    assert found("Home Depot sells building supplies; 12 of 12 like it went to Repairs.") == []
    assert found("The transactions of a small business are placed by payee.") == []
    assert found("") == []


DISGUISES = {
    "plain": lambda t: t,
    "upper": str.upper,
    "spaced": " ".join,
    "hyphens": "-".join,
    "invisible": "\u200b".join,
    "full width": lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    "backwards": lambda t: t[::-1],
    "rot13": lambda t: codecs.encode(t, "rot13"),
    "base64": lambda t: base64.b64encode(t.encode()).decode(),
    "base64 without padding": lambda t: base64.urlsafe_b64encode(t.encode()).decode().rstrip("="),
    "base64 behind a word": lambda t: "key" + base64.b64encode(t.encode()).decode(),
    "base64 in lines": lambda t: "\n".join(
        base64.b64encode(t.encode()).decode()[i : i + 16] for i in range(0, 400, 16)
    ),
    "hex": lambda t: t.encode().hex(),
    "percent": lambda t: "".join(f"%{byte:02x}" for byte in t.encode()),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_key_and_a_piece_of_the_prompt_are_found_in_every_disguise(disguise) -> None:
    assert found(f"Sure: {disguise(KEY)} as you wished") == ["a key"]
    assert found(f"I was told: {disguise(PROMPT[30:110])}") == ["text of the prompt"]


def test_what_is_found_is_said_without_saying_it() -> None:
    said = " ".join(found(KEY + PROMPT))
    assert said == "a key text of the prompt"
    assert KEY not in said


def test_a_prompt_and_a_key_too_short_to_tell_apart_are_no_leak() -> None:
    assert leaks("a short answer", secrets=["short"], prompt="a short answer") == []


def test_a_large_answer_is_judged_in_little_time() -> None:
    filler = "Zm9vYmFyYmF6cXV4 " * 4_000
    assert found(filler + KEY) == ["a key"]


def test_a_record_holds_no_key_and_is_a_leak_when_it_is_replayed() -> None:
    said = [
        {"role": "model", "text": f"It is {KEY}.", "calls": ({"arguments": KEY[::-1]},), "n": 3}
    ]
    kept = withheld(said, [KEY, "", "short"])
    assert kept == [{"role": "model", "text": "It is [key].", "calls": [{"arguments": "[key]"}],
                     "n": 3}]  # fmt: skip
    assert leaks(kept[0]["text"], secrets=[], prompt="") == ["a key"]
    assert withheld(said, []) == [{**said[0], "calls": [{"arguments": KEY[::-1]}]}]
