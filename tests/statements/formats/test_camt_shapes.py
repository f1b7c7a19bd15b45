"""Entries taken out by their shape are read as the walk reads them, word for word."""

from collections.abc import Iterator
from typing import Any

import pytest

from ledgerflow.statements.formats.camt_shapes import cut
from ledgerflow.statements.formats.camt_tree import Record, Sink, walk

HEAD = '<n:Document xmlns:n="u"><n:BkToCstmrStmt><n:Stmt>\n'
TAIL = "</n:Stmt></n:BkToCstmrStmt></n:Document>"
PLAIN = """<n:Ntry>
  <n:Amt Ccy="EUR">{n}.50</n:Amt><n:CdtDbtInd>DBIT</n:CdtDbtInd>
  <n:NtryDtls><n:TxDtls><n:Refs><n:EndToEndId>E{n}</n:EndToEndId></n:Refs>
    <n:RmtInf><n:Ustrd> one {n}</n:Ustrd><n:Ustrd>two</n:Ustrd></n:RmtInf>
    <n:RltdAgts><n:X>left out {n}</n:X></n:RltdAgts></n:TxDtls></n:NtryDtls>
  <n:AddtlNtryInf>{text}</n:AddtlNtryInf>
</n:Ntry>
"""


def shown(record: Record) -> dict[str, Any]:
    return {
        "name": record.name,
        "line": record.line if record.name == "Ntry" else 0,
        "values": dict(record),
        "more": dict(record.more),
        "currencies": dict(record.currencies),
        "mixed": record.mixed,
        "owned": [shown(part) for part in record.owned],
    }


def walked(text: str, *, minimum: int) -> tuple[list[dict[str, Any]], int]:
    short = cut(text, minimum)
    entries: list[dict[str, Any]] = []
    sink = Sink(
        lambda entry, _: entries.append(shown(entry)), lambda _: None, short.attribute, short.record
    )
    walk(short.text.encode(), "x.xml", sink)
    return entries, len(short.entries)


def entries(texts: Iterator[str] | list[str]) -> str:
    return HEAD + "".join(PLAIN.format(n=n, text=text) for n, text in enumerate(texts)) + TAIL


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a", "b", "c d", "é", "  "], 4),
        (["a", "b &amp; c", "&#65;", "d"], 1),
        (["a", "<![CDATA[b]]>", "<!-- c -->", "d"], 1),
        (["a", "b\nc", "d\te", "f"], 3),
        (["a", "", "b", ""], 3),
        (["a", "b<n:Sub>c</n:Sub>", "d"], 1),
    ],
)
def test_what_is_cut_out_is_what_the_walk_finds(texts, expected):
    text = entries(texts)
    slow, none = walked(text, minimum=10**9)
    fast, number = walked(text, minimum=0)
    assert fast == slow
    assert (none, number) == (0, expected)
    assert len(slow) == len(texts)


def test_what_stands_in_comments_or_foreign_parts_is_no_entry_although_it_has_the_shape():
    one = PLAIN.format(n=1, text="a")
    text = f"{HEAD}{one}<!-- {one} --><n:SplmtryData>{one}</n:SplmtryData>{one}{TAIL}"
    fast, number = walked(text, minimum=0)
    assert (len(fast), number) == (2, 3)
    assert fast == walked(text, minimum=10**9)[0]


def test_a_forged_place_in_the_file_is_never_taken_for_a_cut_entry():
    text = entries(["a", "b"]).replace(TAIL, '<n:Ntry cut="0"/>' + TAIL)
    assert walked(text, minimum=0)[0] == walked(text, minimum=10**9)[0]


@pytest.mark.parametrize(
    "block",
    [
        '<Ntry><Amt Ccy="EUR" x="y">1</Amt></Ntry>',
        "<Ntry><Amt>1</Nb></Ntry>",
        "<Ntry><Amt>1<b/>2</Amt></Ntry>",
        "<Ntry><p:Amt>1</p:Amt></Ntry>",
        "<Ntry><Amt>1>/Amt<</Ntry>",
        "<Ntry><Amt>1</Amt>2</Ntry>",
    ],
)
def test_damaged_and_unusual_entries_are_left_to_the_walk(block):
    text = f"<BkToCstmrStmt><Stmt>{block * 3}</Stmt></BkToCstmrStmt>"
    assert cut(text, 0).text == text


def test_text_where_the_first_entry_had_none_is_not_lost():
    first = "<Ntry><Sts><Cd>BOOK</Cd></Sts><AddtlNtryInf></AddtlNtryInf></Ntry>"
    second = first.replace("<AddtlNtryInf>", "<AddtlNtryInf>rent")
    third = first.replace("<Sts>", "<Sts>PDNG")
    text = f"<BkToCstmrStmt><Stmt>{first}{second}{third}</Stmt></BkToCstmrStmt>"
    fast, number = walked(text, minimum=0)
    assert (fast, number) == (walked(text, minimum=10**9)[0], 1)
    assert fast[1]["values"]["AddtlNtryInf"] == "rent"


def test_control_characters_keep_a_file_from_being_cut():
    text = entries(["a", "b", "c\x01"])
    assert cut(text, 0).text == text
