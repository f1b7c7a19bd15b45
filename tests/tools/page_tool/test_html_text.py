"""A page is what a reader sees of it."""

import time

import pytest

from tools.page_tool.html_text import page_text, plain_text

SIZE = 1_000_000
"""As large as a page may be that is read."""


def lines(html):
    return page_text(html, 6_000).text.splitlines()


def test_the_title_comes_apart_from_the_lines():
    page = page_text(
        "<html><head><title> Old Mill &amp; Co\n</title><meta name=description content=x></head>"
        "<body><h1>Old Mill</h1><p>Coffee, <b>roasted</b>\n daily.</p><ul><li>Beans<li>Cups</ul>"
        "</body></html>",
        6_000,
    )
    assert page.title == "Old Mill & Co"
    assert page.text == "Old Mill\nCoffee, roasted daily.\nBeans\nCups"
    assert not page.was_cut


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<script type='text/plain'>x</script >",
        "<STYLE>x</STYLE>",
        "<nav><ul><li>x</li></ul></nav>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<iframe>x</iframe>",
        "<svg><title>x</title><text>x</text></svg>",
        "<select><option>x</select>",
        "<textarea>x</textarea>",
        "<button>x</button>",
        "<!-- x -->",
        "<div hidden>x<div>x</div>x</div>",
        "<div HIDDEN=''>x</div>",
        "<div hidden=hidden><p>x<p>x</div>",
        '<div aria-hidden="true">x</div>',
        "<div style='display:none'>x</div>",
        "<div style='DISPLAY : None !important'>x</div>",
        "<div style='color:red;visibility: hidden'>x</div>",
        "<span style=opacity:0>x</span>",
        "<span style='opacity: 0.0;'>x</span>",
        "<span style='font-size:0px'>x</span>",
        "<p hidden>x",
        "<p hidden>x</p>",
        "<div><span hidden>x</div>",
        "<ul hidden><li>x<li>x</ul>",
        "<input value=x hidden><img alt=x hidden><br hidden>",
    ],
)
def test_what_people_do_not_see_is_left_out(hidden):
    assert lines(f"<p>a</p>{hidden}<p>b</p>") == ["a", "b"]


@pytest.mark.parametrize(
    "shown",
    [
        "<div class='hidden lg:block'>x</div>",
        "<div data-hidden=true>x</div>",
        "<div title='hidden'>x</div>",
        "<div hidden=until-found>x</div>",
        "<div aria-hidden=false>x</div>",
        "<div style='opacity:0.5'>x</div>",
        "<div style='font-size:0.9em;display:block'>x</div>",
        "<form>x</form>",
        "<footer>x</footer>",
    ],
)
def test_what_people_see_is_kept(shown):
    assert lines(f"<p>a</p>{shown}<p>b</p>") == ["a", "x", "b"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("a</p></div></nosuch>b", ["a", "b"]),
        ("<b><i>a</b></i>b", ["ab"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<head><title>t</title><p>a", ["a"]),
        ("<title>t<p>a", ["a"]),
        ("a<br>b<br/>c<hr>d", ["a", "b", "c", "d"]),
        ("caf&eacute; &euro;5 &nosuch; &#8364;", ["café €5 &nosuch; €"]),
        ("a&#0;&#x1F600;&#xD800;b", ["a\ufffd😀\ufffdb"]),
        ("a\u202eb\u200bc", ["abc"]),
        ("<a href='x'>a</a><a>b", ["ab"]),
        ("<a title='unclosed>a</a> b", ["a b"]),
        ("<p>a</p", ["a"]),
        ("a<script>never ends", ["a"]),
    ],
)
def test_broken_html_is_read_as_far_as_it_goes(html, expected):
    assert lines(html) == expected


def test_text_ends_at_its_limit_and_says_so():
    page = page_text("<title>t</title>" + "<p>word word</p>" * 10_000, 6_000)
    assert len(page.text) <= 6_000
    assert page.text.endswith("…")
    assert page.was_cut
    assert len(page_text("<title>" + "x" * 9_000 + "</title>", 6_000).title) == 200


def test_a_page_of_plain_text_keeps_its_lines():
    page = plain_text("a  b\r\n\r\n<b>c</b>\n", 6_000)
    assert (page.title, page.text, page.was_cut) == ("", "a b\n<b>c</b>", False)
    assert plain_text("word " * 5_000, 6_000).was_cut
    assert plain_text(" " * 50_000 + "x", 6_000).was_cut


HOSTILE = {
    "less than": "<", "comments": "<!--", "declarations": "<!", "sections": "<![CDATA[",
    "instructions": "<?", "ends": "</", "ends of nothing": "</i>", "open tags": "<a",
    "open quotes": "<a '", "quotes across tags": '<a "b>"c', "quotes in ends": "</a \"",
    "titles": "<title>", "text areas": "<textarea>", "scripts": "<script>", "styles": "<style><",
    "half ends": "<title></titl", "ampersands": "&", "numbers": "&#1", "long names": "&" + "a" * 31,
    "paragraphs": "<p>", "divisions": "<div>", "spans": "<span>", "hidden": "<p hidden>",
    "bold": "<b>x", "blanks": " ", "attributes": "<a " + "style = " * 400 + ">", "nulls": "\0",
    "styles that hide": "<i style='opacity:0" + "0" * 90 + "x'>", "invisible": "\u202e",
    "spaced tags": "<b> </b>",
}  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_megabyte_is_read_in_a_bearable_time(part):
    """Reading that goes with the square of the length would take minutes."""
    html = part * (SIZE // len(part))
    began = time.process_time()
    page = page_text(html, 6_000)
    assert time.process_time() - began < 5
    assert len(page.text) <= 6_000


def test_a_hundred_thousand_elements_in_each_other_are_no_matter():
    deep = 100_000
    page = page_text("<h1>a</h1>" + "<div>" * deep + "x" + "</div>" * deep, 6_000)
    assert page.text == "a"
    assert page.was_cut
    shallow = 20_000
    assert lines("<div>" * shallow + "x" + "</div>" * shallow + "y") == ["x", "y"]
    assert lines("<b>" * shallow + "</i>" * shallow + "y") == ["y"]


def test_numbers_of_many_digits_do_no_harm():
    assert lines("a &#" + "1" * SIZE + "; b") == ["a \ufffd b"]
