"""HTML cut into text and tags, whatever it holds."""

import pytest

from tools.page_tool.tags import ATTRIBUTES_MOST, attributes, pieces


def cut(html):
    """Pieces in short: text as it is, `<name` and `>name`."""
    marks = {"text": "", "start": "<", "end": ">"}
    return [marks[one.kind] + (one.name or one.text) for one in pieces(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("<p>a</p>b", ["<p", "a", ">p", "b"]),
        ("<P CLASS='x'>a<BR/>b", ["<p", "a", "<br", "b"]),
        ("a<!-- <b>no</b> -->b", ["a", "b"]),
        ("a<!-->b", ["a", "b"]),
        ("<!DOCTYPE html><p>", ["<p"]),
        ("<?xml version='1.0'?>a", ["a"]),
        ("<![CDATA[x]]>a", ["a"]),
        ("</>a</ p>b", ["a", "b"]),
        ("a < b", ["a ", "<", " b"]),
        ("a<", ["a", "<"]),
        ("<3 you", ["<", "3 you"]),
        ('<a title="x>y">z', ["<a", "z"]),
        ("<a title='x>y\">z'>w", ["<a", "w"]),
        ('<a title="x>y', ["<a", "y"]),
        ("<a", []),
        ("<a href", []),
        ("<script>if (a<b) '</p>'</script>c", ["<script", "if (a<b) '</p>'", ">script", "c"]),
        ("<SCRIPT>x</ScRiPt >c", ["<script", "x", ">script", "c"]),
        ("<script>x</scripty>y", ["<script"]),
        ("<style>p{}</style>", ["<style", "p{}", ">style"]),
        ("<title>a<b>c</title>d", ["<title", "a<b>c", ">title", "d"]),
        ("<title>a", ["<title", "a"]),
        ("a<!-- never ends <p>b", ["a"]),
        ("a<p never ends", ["a"]),
        ("\x00<p\x00>a", ["\x00", "<p", "a"]),
    ],
)
def test_text_and_tags_come_in_their_order(html, expected):
    assert cut(html) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        (" hidden", {"hidden": ""}),
        (" HIDDEN=hidden id=a", {"hidden": "hidden", "id": "a"}),
        (" style = 'display: none' x", {"style": "display: none", "x": ""}),
        (' class="a hidden b"', {"class": "a hidden b"}),
        (" a=1 a=2", {"a": "1"}),
        (' a="never ends', {"a": "", "never": "", "ends": ""}),
        (" = = /", {}),
    ],
)
def test_attributes_are_read_by_name(text, expected):
    assert attributes(text) == expected


def test_attributes_are_looked_for_in_the_start_of_a_long_tag():
    (piece,) = pieces("<a " + "x" * 10_000 + " hidden>")
    assert len(piece.text) == ATTRIBUTES_MOST
