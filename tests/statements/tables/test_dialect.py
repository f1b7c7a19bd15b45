"""Text to rows."""

from ledgerflow.statements.tables import dialect
from ledgerflow.statements.tables.dialect import Table


def split(*pieces: str) -> Table:
    return dialect.split(lambda: iter(pieces))


def test_semicolons_win_where_commas_are_decimals() -> None:
    table = split("Datum;Text;Betrag\n01.02.2024;A, B, C;-1,00\n02.02.2024;D, E;2,00\n")
    assert table.delimiter == ";"
    assert [len(r) for r in table.rows] == [3, 3, 3]


def test_line_numbers_survive_breaks_inside_quotes() -> None:
    table = split('a,b\n2024-01-02,"x\ny"\n2024-01-03,z\n')
    assert list(table.rows.numbers) == [1, 2, 4]
    assert not table.faults


def test_doubled_carriage_returns_are_one_line_end() -> None:
    assert split("a,b\r\r\n1,2\r\r\n").rows == [["a", "b"], ["1", "2"]]


def test_old_macintosh_line_ends() -> None:
    assert split("a,b\r1,2\r").rows == [["a", "b"], ["1", "2"]]


def test_lines_quoted_as_a_whole_are_opened() -> None:
    table = split('"Date,Text,Amount"\n"2024-01-02,Shop,5.00"\n')
    assert table.rows == [["Date", "Text", "Amount"], ["2024-01-02", "Shop", "5.00"]]


def test_a_line_end_inside_of_a_line_quoted_as_a_whole_is_no_crash() -> None:
    assert split('"\n;;').rows[0] == ["\n", "", ""]


def test_a_missing_opening_quote_is_no_runaway() -> None:
    table = split('"x","2024-01-02","5.00"\ny","2024-01-03","6.00"\n')
    assert len(table.rows) == 2
    assert not table.faults


def test_pieces_may_end_anywhere() -> None:
    text = 'sep=;\r\nA;B\r\n"x;\r\ny";1\r\n\u200bz;2'
    whole = split(text)
    assert whole.rows == [[], ["A", "B"], ["x;\ny", "1"], ["z", "2"]]
    assert list(whole.rows.numbers) == [1, 2, 3, 5]
    for at in range(1, len(text)):
        assert split(text[:at], text[at:]).rows == whole.rows


def test_a_quote_that_never_closes_is_named_and_the_rows_below_it_are_read() -> None:
    lines = ["Date,Text,Amount", '2024-01-02,"Shop,5.00', *["2024-01-03,Rent,6.00"] * 9]
    table = split("\n".join(lines))
    assert [f.line for f in table.faults] == [2]
    assert [len(row) for row in table.rows][2:] == [3] * 9


def test_formulas_that_keep_leading_zeros_are_texts() -> None:
    assert split('a,b\n="007",x\n').rows[1] == ["007", "x"]
