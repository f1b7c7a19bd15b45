"""The fast way for plain rows must never read a row otherwise than the general way."""

from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.formats import ofx_tree
from ledgerflow.statements.formats.ofx_rows import segments
from ledgerflow.statements.formats.ofx_tree import Tree

NAMES = st.sampled_from(["TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO", "ODD.TAG"])
VALUES = st.text(alphabet="ab1 -.&;<>\n\té", max_size=8) | st.sampled_from(["&amp;", "<x>", "5"])
FIELDS = st.tuples(NAMES, VALUES, st.sampled_from(["", "\n", "</{}>", "</{}>\n", "</MEMO>"]))
ROWS = st.tuples(
    st.sampled_from(["<STMTTRN>", "<STMTTRN>\n", "<stmttrn>"]),
    st.lists(FIELDS, max_size=6),
    st.sampled_from(["</STMTTRN>", "</STMTTRN>\n", "", "</STMTTRN>text"]),
)


def text_of(rows) -> str:
    out = ["<OFX><STMTRS>\n"]
    for start, fields, end in rows:
        out.append(start)
        out += [f"<{name}>{value}{close.format(name)}" for name, value, close in fields]
        out.append(end)
    return "".join([*out, "</STMTRS></OFX>"])


@given(st.lists(ROWS, max_size=4))
def test_plain_rows_read_the_same_either_way(rows):
    text = text_of(rows)
    whole = ofx_tree.segments
    fast = list(Tree(text).closed())
    ofx_tree.segments = lambda t: iter([(t, None, 1)])
    try:
        slow = list(Tree(text).closed())
    finally:
        ofx_tree.segments = whole
    assert fast == slow


def test_plain_rows_take_the_fast_way_and_know_their_line():
    text = "<OFX>\n<STMTTRN>\n<NAME>A\n<MEMO>b</MEMO></STMTTRN>\n<STMTTRN><NAME>C</STMTTRN></OFX>"
    found = [(values, line) for _, values, line in segments(text) if values]
    assert found == [({"NAME": "A", "MEMO": "b"}, 2), ({"NAME": "C"}, 5)]
