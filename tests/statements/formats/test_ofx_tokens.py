"""Cutting OFX text into tags and values."""

import time

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.ofx_tokens import CHUNK, scrub, tokens, unescape

KNOWN = frozenset({"OFX", "NAME", "/NAME"})


def cut(text: str):
    return list(tokens(text, KNOWN, capitals=True))


def test_tags_values_and_lines():
    assert cut("head\n<OFX>\n<NAME>\n a  b\n</NAME><X/></OFX>") == [
        ("OFX", "", 2),
        ("NAME", "a  b", 3),
        ("/NAME", "", 5),
        ("X", "", 5),
        ("/X", "", 5),
        ("/OFX", "", 5),
    ]


def test_prefixed_names_lose_their_prefix():
    assert [t[0] for t in cut("<bank:OFX></bank:OFX>")] == ["OFX", "/OFX"]


def test_only_real_entities_are_unescaped():
    assert unescape("AT&T &lt;b&gt; &#65;&#x42; &copy; &nosuch; &#0; &copy") == (
        "AT&T <b> AB © &nosuch; &#0; &copy"
    )


def test_comments_keep_the_line_numbers():
    assert scrub("a<!-- x\ny -->b<?xml\n?>c") == "a\nb\nc"


@pytest.mark.parametrize("text", ["<OFX><!-- never ends", "<OFX><![CDATA[ never ends"])
def test_an_unended_comment_is_a_cut_off_file(text):
    with pytest.raises(UnreadableFile) as fault:
        scrub(text)
    assert fault.value.code == "ofx_truncated"


def test_tokens_do_not_depend_on_where_the_text_is_cut_into_chunks():
    text = "<NAME>value & <3 more</NAME>\n" * (CHUNK // 20)
    found = cut(text)
    assert len(found) == 2 * (CHUNK // 20)
    assert {t[1] for t in found} == {"value & <3 more", ""}
    assert found[-1][2] == CHUNK // 20


@pytest.mark.parametrize("piece", ["<", "<a", "<a ", "&", "<!-", "</", "<a>x", "&#", "<?"])
def test_hostile_repetition_stays_linear(piece):
    def seconds(length: int) -> float:
        start = time.process_time()
        cut(scrub("<OFX>" + piece * length))
        return time.process_time() - start

    seconds(1000)
    assert seconds(200_000) < 2
