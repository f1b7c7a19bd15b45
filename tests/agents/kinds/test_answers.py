"""Texts of answers: one line, visible, within their limits; numbers in quotes."""

import pydantic
import pytest

from ledgerflow.agents.kinds.answers import Sure, plain, plain_list


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  two\n lines\t here ", "two lines here"),
        ("abc\u202edef\u200b\x00\x1b[31m", "abcdef[31m"),
        ("\U000e0041\U000e0042visible", "visible"),
        ("Café Zürich 東京", "Café Zürich 東京"),
        ("12345678901", "123456789…"),
        ("1234567890", "1234567890"),
        ("\n\u200b ", ""),
    ],
)
def test_a_text_becomes_one_visible_line(said: str, kept: str) -> None:
    limit = 10 if said.isdigit() else 40
    assert plain(said, limit) == kept


def test_of_a_list_what_says_something_stays_once() -> None:
    assert plain_list(["one?", " ", "one? ", "two?", "three?"], 20, 2) == ["one?", "two?"]


@pytest.mark.parametrize(("said", "taken"), [("0.85", 0.85), ("1", 1.0), (0.5, 0.5), (1, 1.0)])
def test_a_number_in_quotes_is_that_number(said: object, taken: float) -> None:
    assert pydantic.TypeAdapter(Sure, config={"strict": True}).validate_python(said) == taken


@pytest.mark.parametrize(
    "said", ["high", "nan", "inf", "1e0", "-1", "85%", " 1", "٠", "7", "1" * 40, "", None, True]
)
def test_what_is_no_plain_number_of_its_range_is_refused(said: object) -> None:
    with pytest.raises(pydantic.ValidationError):
        pydantic.TypeAdapter(Sure, config={"strict": True}).validate_python(said)
