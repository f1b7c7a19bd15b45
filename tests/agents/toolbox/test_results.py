"""Whatever a tool returns becomes bounded text, as data."""

import datetime as dt
import json
import time
from decimal import Decimal

import pytest

from ledgerflow.agents.toolbox.results import NotText, cleaned, cleaned_value, result_text


def test_text_stays_as_it_is():
    assert result_text("harbor\n\tlight – 灯 👩‍🚒", 100) == ("harbor\n\tlight – 灯 👩🚒", False)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "null"),
        (3, "3"),
        ({"a": [1, "ü"]}, '{"a": [1, "ü"]}'),
        ([Decimal("1.50"), dt.date(2025, 1, 2)], '["1.50", "2025-01-02"]'),
    ],
)
def test_what_is_no_text_becomes_json(value, said):
    assert result_text(value, 100) == (said, False)


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}, {"a": object()}, {(1, 2): 3}])
def test_what_json_cannot_say_is_no_answer(value):
    with pytest.raises(NotText):
        result_text(value, 100)


def test_a_value_in_itself_is_no_answer():
    value = []
    value.append(value)
    with pytest.raises(NotText):
        result_text(value, 100)


@pytest.mark.parametrize("limit", [100, 8_000, 100_000])
def test_a_longer_result_is_cut_with_a_note(limit):
    text, was_cut = result_text("x" * (limit + 1), limit)
    assert was_cut
    assert len(text) == limit
    assert text.endswith(f"[cut: the result has more than {limit:,} characters]")
    assert result_text("x" * limit, limit) == ("x" * limit, False)


@pytest.mark.parametrize(
    "value", ["x\x00" * 5_000_000, ["lantern"] * 1_000_000, "\u200b" * 10_000_000]
)
def test_ten_megabytes_are_bounded_at_once(value):
    began = time.perf_counter()
    text, was_cut = result_text(value, 8_000)
    assert time.perf_counter() - began < 0.5
    assert was_cut
    assert len(text) <= 8_000


def test_scripts_are_text_like_any_other():
    page = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    assert result_text(page, 1_000) == (page, False)
    assert json.loads(result_text({"page": page}, 1_000)[0]) == {"page": page}


@pytest.mark.parametrize(
    "unseen",
    [
        *("\x00", "\x1b", "\x7f", "\x9b", "\r", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff"),
        *("\ud800", "\udfff", "\U000e0041", "\u00ad", "\u2028", "\u180e"),
    ],
)
def test_characters_that_nobody_sees_go(unseen):
    assert cleaned(f"har{unseen}bor") == "harbor"
    assert cleaned_value({f"k{unseen}": [f"v{unseen}", 1, None]}) == {"k": ["v", 1, None]}
