"""Every bad input: one clear message (what, where, why, what to do), a code, nothing written."""

from pathlib import Path

import pytest
from django.conf import settings

from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.formats import FILE_BYTES_MAX

US = Path(__file__).resolve().parents[2] / "samples" / "harbor-street-studio"

HEAD = "Date,Description,Amount,Balance\n"

FILES = {
    "empty.ofx": b"",
    "blank.csv": b"  \n\n",
    "letter.txt": b"Dear customer, your statement is ready.",
    "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "cut-off.ofx": (US / "checking-2025-03-cut-off.ofx").read_bytes(),
    "no-amounts.csv": b"Date,Description,Branch\n01/13/2025,RENT,A\n01/14/2025,FUEL,B\n",
    "bad-amount.csv": (HEAD + "01/13/2025,RENT,ten,90.00\n01/14/2025,FUEL,-5.00,85.00\n").encode(),
    "bad-date.csv": (HEAD + "13/45/2025,RENT,-10.00,90.00\n01/14/2025,FUEL,-5,85.00\n").encode(),
    "bytes.csv": HEAD.encode()
    + b"01/13/2025,CAF\x81\x8d\xff,-1.00,9.00\n01/14/2025,B,-1.00,8.00\n",
    "two-readings.csv": b"Date,Description,Amount\n01/02/2025,RENT,-10.00\n03/04/2025,FUEL,-5.00\n",
}


@pytest.fixture
def refused(cli, checking, row_counts, tmp_path):
    """Import bytes under a name; nothing may be written, and one hint must be given."""

    def check(name, data, *options):
        path = tmp_path / name
        path.write_bytes(data)
        before = row_counts()
        done = cli("import", path, *(options or ("--account", "Checking")))
        assert done.code not in (0, 70), done
        assert done.err.count("error: ") == 1, done.err
        assert done.err.count("hint: ") == 1, done.err
        assert name in done.err
        assert "Traceback" not in done.err
        assert row_counts() == before
        assert not [p for p in (Path(settings.MEDIA_ROOT) / "statements").rglob("*") if p.is_file()]
        return done

    return check


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.ofx", "the file is empty"),
        ("blank.csv", "the file is empty"),
        ("letter.txt", "no reader recognises this file"),
        ("photo.csv", "no reader recognises this file"),
        ("cut-off.ofx", "Line 113: <STMTTRN> is never closed"),
        ("no-amounts.csv", "amount"),
        ("bad-amount.csv", "ten"),
        ("bad-date.csv", "13/45/2025"),
        ("two-readings.csv", "date"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_place_and_the_reason(refused, name, said):
    assert said.casefold() in refused(name, FILES[name]).err.casefold()


def test_bytes_of_no_known_encoding_are_named_with_their_line(refused):
    done = refused("bytes.csv", FILES["bytes.csv"])
    assert "line 2" in done.err.casefold()


def test_a_file_above_the_limit_is_not_even_read(refused):
    done = refused("large.csv", b"x" * (FILE_BYTES_MAX + 1))
    assert (done.code, "at most" in done.err) == (8, True)


def test_a_missing_file_and_a_folder_are_told_apart(cli, checking, row_counts, tmp_path):
    before = row_counts()
    missing = cli("import", tmp_path / "gone.ofx")
    assert (missing.code, "No such file" in missing.text) == (2, True)
    empty = tmp_path / "empty"
    empty.mkdir()
    folder = cli("import", empty)
    assert (folder.code, "holds no file to import" in folder.text) == (2, True)
    read = cli("read", empty)
    assert (read.code, "this is a folder" in read.text) == (2, True)
    assert row_counts() == before


def test_the_same_file_twice_is_refused_kindly_with_the_first_ones_name(
    cli, imported, january, row_counts
):
    before = row_counts()
    done = cli("import", january, "--account", "Checking")
    assert done.code == 4
    assert "the same file came on" in done.text
    assert "Nothing to do" in done.err
    assert row_counts() == before


def test_a_renamed_copy_is_the_same_file(cli, imported, january, row_counts):
    copy = january.with_name("copy.csv")
    copy.write_bytes(january.read_bytes())
    before = row_counts()
    assert cli("import", copy, "--account", "Checking").code == 4
    assert row_counts() == before


def test_a_file_in_another_currency_is_refused_with_both_named(refused):
    data = (US / "checking-2025-01.ofx").read_bytes().replace(b"<CURDEF>USD", b"<CURDEF>EUR")
    done = refused("euros.ofx", data, "--account", "Checking")
    assert done.code == 5
    assert "EUR" in done.err
    assert "USD" in done.err


def test_a_file_of_another_account_is_refused(refused, checking):
    with checking.scope():
        bank_account_add(business=checking.business, name="Savings", number="0009911")
    done = refused("other.ofx", (US / "checking-2025-01.ofx").read_bytes(), "--account", "Savings")
    assert (done.code, "ending in 7781" in done.text) == (5, True)


def test_a_csv_without_a_number_asks_which_account_it_is(refused):
    data = (US / "savings-2025-q1.csv").read_bytes()
    done = refused("which.csv", data, "--business", "harbor-street-studio")
    assert "--account NAME" in done.err


def test_an_unknown_account_is_refused_once_with_the_known_ones(cli, checking, january, row_counts):
    before = row_counts()
    done = cli("import", january, january, "--account", "Piggy bank")
    assert (done.code, done.err.count("Known: Checking")) == (2, 1)
    assert done.out == ""
    assert row_counts() == before


def test_an_unknown_business_is_refused_with_the_known_ones(cli, checking, january, row_counts):
    before = row_counts()
    done = cli("import", january, "--business", "harbour")
    assert (done.code, "Known: harbor-street-studio" in done.text) == (6, True)
    assert row_counts() == before


def test_several_businesses_have_to_be_told_apart(cli, make_books, january, row_counts):
    make_books(name="One")
    make_books(name="Two")
    before = row_counts()
    done = cli("import", january)
    assert (done.code, "one, two" in done.err) == (2, True)
    assert row_counts() == before


def test_no_business_at_all_points_to_the_way_in(cli, db, january):
    done = cli("import", january)
    assert (done.code, "ledgerflow demo" in done.text) == (6, True)


def test_a_locked_month_still_takes_statements_but_posts_nothing(cli, checking, january):
    cli("rule", "add", "--contains", "HARBOR CLIENT", "--to", "sales")
    cli("lock", "2025-01", "--reason", "closed")
    done = cli("import", january, "--account", "Checking")
    assert done.code == 0
    assert "not accepted: 2025-01-20 500.00" in done.text
    assert "locked" in done.text
