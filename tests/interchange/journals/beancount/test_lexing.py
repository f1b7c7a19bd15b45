"""Beancount's lines and words."""

import time

import pytest

from ledgerflow.interchange.journals.beancount.lexing import (
    NoSyntax,
    logical_lines,
    string_of,
    tokens_of,
)


def test_a_text_over_several_lines_is_one_line_with_its_number():
    text = '2024-01-01 * "a\nb ; c" "d"\n; "comment\n* "heading\n  Assets:A 1 USD ; "x\nend'
    assert [(n, line) for n, line in logical_lines(text)] == [
        (1, '2024-01-01 * "a\nb ; c" "d"'), (5, '  Assets:A 1 USD ; "x'), (6, "end"),
    ]  # fmt: skip


@pytest.mark.parametrize("unclosed", ['2024-01-01 * "x\n', '2024-01-01 * "\\"\n', '"a" "\n'])
def test_texts_that_never_end_cost_no_more_than_their_length(unclosed):
    began = time.monotonic()
    assert sum(1 for _ in logical_lines(unclosed * 50_000)) > 1000
    assert time.monotonic() - began < 2


def test_words_have_their_kinds():
    kinds = [(t.kind, t.text) for t in tokens_of('2024-01-02 open Assets:Ä-1 USD,/ES "FIFO" ; x')]
    assert kinds == [
        ("date", "2024-01-02"), ("word", "open"), ("account", "Assets:Ä-1"), ("currency", "USD"),
        ("sign", ","), ("currency", "/ES"), ("string", '"FIFO"'),
    ]  # fmt: skip
    assert [t.kind for t in tokens_of("key: #tag ^link {{ 1,000.5 # @@ }}")] == [
        "key", "tag", "tag", "sign", "number", "sign", "sign", "sign",
    ]  # fmt: skip


def test_escapes_are_resolved():
    assert string_of(tokens_of(r'"a\"b\\c\nd"')[0]) == 'a"b\\c\nd'


@pytest.mark.parametrize("text", ["2024-01-02 * “curly”", "a $ 5", '"open'])
def test_what_beancount_does_not_have_is_no_syntax(text):
    with pytest.raises(NoSyntax):
        tokens_of(text)
