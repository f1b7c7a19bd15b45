"""Large files come in blocks of whole rows, however they are quoted."""

import csv
import io

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.interchange.journals.csv import blocks as blocks_module
from ledgerflow.interchange.journals.csv.blocks import blocks_of
from ledgerflow.interchange.journals.csv.header import header_of

HEADER = header_of("entry,date,description,account,amount")


def rows_of(text, roles=("account", "entry", "amount")):
    found, odd = [], []
    for block in blocks_of(text.encode(), 0, HEADER, roles):
        found += list(zip(block.lines, *block.columns, strict=True))
        odd += block.odd
    return found, odd


@pytest.mark.parametrize("size", [30, 100, 1 << 20])
@pytest.mark.parametrize(
    "texts",
    [["Shop", "Café"], ['"a, b"', "plain"], ['"two\nlines"', '"say ""x"""'], ["x" * 50, ""]],
)
def test_blocks_of_any_size_have_the_rows_of_the_csv_module(monkeypatch, size, texts):
    monkeypatch.setattr(blocks_module, "BLOCK_BYTES", size)
    text = "".join(f"{n},2024-01-02,{texts[n % 2]},A{n % 3},{n}.00\n" for n in range(40))
    reader = csv.reader(io.StringIO(text))
    expected, line = [], 0
    for row in reader:
        expected.append((line + 2, row[3], row[0], row[4]))
        line = reader.line_num
    assert rows_of(text) == (expected, [])


def test_rows_of_another_width_are_set_apart():
    text = "1,2024-01-02,x,A,1\n2,x\n\n3,2024-01-02,x,A,1\n"
    found, odd = rows_of(text)
    assert ([row[0] for row in found], odd) == ([2, 5], [(3, 2)])


def test_broken_quotes_name_their_line():
    with pytest.raises(UnreadableFile, match="Line 3"):
        rows_of('1,2024-01-02,x,A,1\n2,2024-01-02,"x"y,A,1\n')
