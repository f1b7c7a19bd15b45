"""Which aggregate holds which values, with and without end tags."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.ofx_tree import DEPTH_MAX, Closed, Tree


def closed(text: str) -> tuple[list[Closed], Tree]:
    tree = Tree(text)
    return list(tree.closed()), tree


def names(text: str) -> list[str]:
    return [c.aggregate.name for c in closed(text)[0]]


ROW = "<STMTTRN><DTPOSTED>20250301<TRNAMT>-5.00<FITID>1</STMTTRN>"
BODY = (
    "<OFX><STMTRS><BANKACCTFROM><ACCTID>1</BANKACCTFROM>"
    "<BANKTRANLIST>{}</BANKTRANLIST></STMTRS></OFX>"
)


def test_rows_come_before_the_statement_that_holds_them() -> None:
    found, tree = closed(BODY.format(ROW * 2))
    assert [c.aggregate.name for c in found] == ["STMTTRN", "STMTTRN", "STMTRS"]
    assert found[0].statement is found[2].aggregate
    assert found[2].aggregate.part("BANKACCTFROM") is not None
    assert (tree.has_root, tree.is_whole) == (True, True)


def test_rows_without_end_tags_end_where_the_next_begins() -> None:
    bare = "<STMTTRN><DTPOSTED>20250301<TRNAMT>-5.00<FITID>1"
    found, tree = closed(BODY.format(bare * 3))
    assert [c.aggregate.name for c in found] == ["STMTTRN"] * 3 + ["STMTRS"]
    assert not tree.closes("STMTTRN")
    assert not found[0].aggregate.closed


def test_a_plain_row_and_the_same_row_cut_into_tokens_are_equal() -> None:
    plain = closed(BODY.format(ROW))[0][0].aggregate
    slow = closed(BODY.format(ROW.replace("<FITID>", "<X.Y>z<FITID>")))[0][0].aggregate
    assert {k: v for k, v in slow.fields.items() if k != "X.Y"} == plain.fields
    assert (plain.line, plain.closed) == (slow.line, slow.closed)


def test_a_value_given_twice_is_kept_once_and_remembered() -> None:
    row = "<STMTTRN><TRNAMT>1.00<TRNAMT>2.00<FITID>1</STMTTRN>"
    aggregate = closed(BODY.format(row))[0][0].aggregate
    assert (aggregate.fields["TRNAMT"], aggregate.repeated) == ("1.00", ("TRNAMT",))


def test_a_file_that_ends_early_is_not_whole() -> None:
    found, tree = closed(BODY.format(ROW).removesuffix("</STMTRS></OFX>"))
    assert not tree.is_whole
    assert [c.aggregate.name for c in found] == ["STMTTRN", "STMTRS"]


def test_a_transaction_outside_of_statements_belongs_to_none() -> None:
    assert closed(f"<OFX>{ROW}</OFX>")[0][0].statement is None


def test_end_tags_that_open_nothing_are_passed_over() -> None:
    assert names("<OFX></STMTRS></OFX>") == []


@pytest.mark.parametrize("text", ["<A>" * (DEPTH_MAX + 2) + "</A>", "<OFX>" + "<B>" * 500])
def test_absurd_nesting_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        closed(text)
    assert caught.value.code == "ofx_too_deep"
