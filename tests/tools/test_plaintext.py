"""Text of strangers becomes one legible line."""

import time

import pytest

from tools.plaintext import one_line, plain_line, shortened, unescaped, visible


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("<b>Old</b> Mill", "Old Mill"),
        ("Old &amp; Mill", "Old & Mill"),
        ("&lt;script&gt;", "<script>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<scr<b>ipt>x", "x"),
        ("x <img src=y onerror=z", "x"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("a<!-- hidden -->b", "ab"),
        ("a\n\t b\u00a0\u2028c", "a b c"),
        ("caf\u00e9 \u65e5\u672c 5 \u20ac", "caf\u00e9 \u65e5\u672c 5 \u20ac"),
        (None, ""),
        (7, ""),
        (["a"], ""),
        ("", ""),
    ],
)
def test_any_value_becomes_a_line(value, line):
    assert one_line(value, 100) == line


@pytest.mark.parametrize(
    "char",
    ["\x00", "\x1b", "\x7f", "\x9b", "\u200b", "\u200e", "\u202a", "\u202e", "\u2066",
     "\u2069", "\ufeff", "\u00ad", "\ud800", "\ue000", "\ufe0f", "\U000e0041", "\U000e0101",
     "\U000f0000"],
)  # fmt: skip
def test_what_cannot_be_seen_is_taken_out(char):
    assert visible(f"a{char}b") == "ab"
    visible(f"a{char}b").encode()


def test_a_banks_text_keeps_its_angle_brackets():
    assert plain_line("SHOP <LONDON> &amp; CO", 100) == "SHOP <LONDON> &amp; CO"
    assert plain_line("x" * 50, 10) == "x" * 9 + "…"


def test_a_long_text_ends_in_an_ellipsis_within_its_length():
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert len(one_line("word " * 1_000, 400)) <= 400


@pytest.mark.parametrize("entity", ["&#" + "9" * 5_000 + ";", "&#x" + "f" * 5_000, "&#99999999;"])
def test_numbers_that_no_character_has_are_replaced(entity):
    assert unescaped(entity)[0] == "\ufffd"


@pytest.mark.parametrize("part", ["<", "<a", "<!--", "&#", "&", ">", "<a>", "\u202e", "< <b"])
def test_no_text_takes_long(part):
    began = time.process_time()
    one_line(part * 1_000_000, 400)
    assert time.process_time() - began < 0.5
