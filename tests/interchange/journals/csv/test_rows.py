"""The quick way: taken where nothing is in doubt, left at the first doubt, same result."""

import pytest

from ledgerflow.interchange.journals.csv import blocks as blocks_module
from ledgerflow.interchange.journals.csv import rows as rows_module
from ledgerflow.interchange.journals.csv.careful import Careful
from ledgerflow.interchange.journals.csv.header import header_of
from ledgerflow.interchange.journals.csv.survey import survey_of
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.staging import Target

HEAD = "entry,date,description,account,amount\n"


def read(rows, head=HEAD):
    faults = Faults()
    data = (head + rows).encode()
    header = header_of(head.strip())
    survey = survey_of(data, len(head), header, "USD", faults)
    targets = {(a.cell, a.currency): Target(n, "USD") for n, a in enumerate(survey.accounts, 1)}
    return list(rows_module.entries_of(data, len(head), header, survey, targets, faults)), faults


def plain(count):
    return "".join(
        f"{n},2024-01-{n % 28 + 1:02},Shop {n},{account},{sign}{n}.25\n"
        for n in range(1, count)
        for account, sign in (("A", ""), ("B", "-"))
    )


@pytest.fixture
def no_careful_way(monkeypatch):
    def refuse(self, groups):
        raise AssertionError("the careful way was taken")

    monkeypatch.setattr(Careful, "entries", refuse)


def test_plain_rows_take_the_quick_way_across_blocks(monkeypatch, no_careful_way):
    monkeypatch.setattr(blocks_module, "BLOCK_BYTES", 333)
    entries, faults = read(plain(200))
    assert (len(entries), faults.has_errors) == (199, False)
    assert entries[10][1] == "1\t1\t11.2500\tUSD\t\n2\t2\t-11.2500\tUSD\t"


@pytest.mark.parametrize(
    "odd",
    [
        "900,2024-01-02,'=x,A,1.00\n900,2024-01-02,'=x,B,-1.00\n",
        "900,2024-01-02,a  b,A,1.00\n900,2024-01-02,a  b,B,-1.00\n",
        "900,2024-01-02,a\\b,A,1.00\n900,2024-01-02,a\\b,B,-1.00\n",
        '900,2024-01-02,"a\nb",A,1.00\n900,2024-01-02,"a\nb",B,-1.00\n',
        "900,2024-01-02,,A,1.00\n900,2024-01-02,,B,-1.00\n",
        "900,2024-01-02,x,A,1.00\n900,2024-01-02,x,B,-1.00\n900,2024-01-02,x,A,0.00\n",
        "900,2024-01-02,x,A,1\n900,2024-01-02,x,B,-1.0\n",
    ],
)
def test_anything_in_doubt_is_read_with_care_and_the_rest_says_the_same(odd):
    entries, faults = read(plain(20) + odd)
    assert faults.all() == ()
    assert entries[:-1] == read(plain(20))[0]
    assert "\n" not in entries[-1][0]
    assert [row.split("\t")[2] for row in entries[-1][1].split("\n")] == ["1.0000", "-1.0000"]


def test_rows_without_entry_numbers_belong_together_by_day_and_words():
    head = "date,description,account,amount\n"
    rows = "2024-01-02,x,A,1\n2024-01-02,x,B,-1\n2024-01-02,y,A,2\n2024-01-02,y,B,-2\n"
    assert len(read(rows, head)[0]) == 2


def test_an_unbalanced_entry_in_the_middle_stops_all_that_follows():
    entries, faults = read(plain(5) + "9,2024-01-02,x,A,1.00\n9,2024-01-02,x,B,1.00\n" + plain(3))
    assert [f.code for f in faults.all()] == ["journal_unbalanced"]
    assert "entry 9 of 2024-01-02 ('x')" in faults.all()[0].message
    assert len(entries) < 6
