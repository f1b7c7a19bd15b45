"""Answers are whole JSON of bearable length."""

import json

from tools.answers import ANSWER_MOST, answer, answer_listing


def test_an_answer_is_compact_and_keeps_letters_of_other_languages():
    assert answer(name="Café", note="x") == '{"name":"Café","note":"x"}'


def test_a_list_stands_after_the_first_field():
    text = answer_listing("merchants", [{"name": "a"}], name="b", note="c")
    assert text == '{"name":"b","merchants":[{"name":"a"}],"note":"c"}'


def test_entries_that_do_not_fit_are_left_out_from_the_end():
    entries = [{"n": number, "text": "x" * 3_000} for number in range(5)]
    text = answer_listing("entries", entries, name="b", note="c")
    assert len(text) <= ANSWER_MOST
    assert [one["n"] for one in json.loads(text)["entries"]] == [0, 1]


def test_an_answer_without_entries_is_written_even_if_it_is_long():
    assert json.loads(answer_listing("entries", [], name="x" * 9_000, note=""))["entries"] == []
