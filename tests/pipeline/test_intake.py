"""Files are read before anything is stored, and published in an order of their own."""

import itertools

import pytest

from ledgerflow.core.errors import DuplicateFile, InputError
from ledgerflow.pipeline import intake
from ledgerflow.pipeline.intake import Taken, Upload, Wanted, files_read, how_named, in_order
from ledgerflow.statements import formats
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import ParsedFile
from tests.published import parsed, received

CSV = b"Date,Description,Amount\n2025-01-14,COFFEE,-4.00\n2025-01-15,TEA,-5.00\n"


@pytest.fixture
def reads(monkeypatch):
    """Names of the files that were read, in this process."""
    names = []

    def read(source):
        names.append((source.name, source.profile))
        return formats.read(source)

    monkeypatch.setattr(intake, "read_contained", read)
    return names


def test_files_come_back_as_handed_in_and_nothing_is_stored(books, reads):
    uploads = [Upload(f"{n}.csv", CSV + b"2025-01-16,CAKE,-%d.00\n" % n) for n in range(1, 6)]
    found = list(files_read(books.place, uploads, Wanted()))
    assert [taken.upload.name for taken in found] == [u.name for u in uploads]
    assert [taken.index for taken in found] == [0, 1, 2, 3, 4]
    assert all(len(taken.parsed.statements[0].lines) == 3 for taken in found)
    with books.scope():
        assert not StatementFile.objects.exists()


def test_bytes_that_come_twice_are_read_once(books, reads):
    one, two = files_read(books.place, [Upload("a.csv", CSV), Upload("b.csv", CSV)], Wanted())
    assert len(reads) == 1
    assert one.parsed is two.parsed is not None


def test_what_cannot_be_read_and_what_is_known_carry_their_errors(books, reads):
    with books.scope():
        known = received(books)
        known.state = StatementFile.State.PUBLISHED
        known.save(update_fields=["state"])
    data = f"invented {known.name.split()[1].split('.')[0]}".encode()
    found = list(
        files_read(
            books.place, [Upload("again.csv", data), Upload("photo.csv", b"\x89PNG" * 9)], Wanted()
        )
    )
    assert isinstance(found[0].error, DuplicateFile)
    assert isinstance(found[1].error, InputError)
    assert [name for name, _ in reads] == ["photo.csv"]


def test_an_interrupted_import_is_gone_on_with(books, reads):
    with books.scope():
        file = received(books)
    data = f"invented {file.name.split()[1].split('.')[0]}".encode()
    (taken,) = files_read(books.place, [Upload("x.csv", data)], Wanted())
    assert taken.unfinished == (file.pk, file.batch_id)
    assert reads == []


def test_a_reader_is_given_what_the_account_remembers_and_what_is_said(books, reads):
    with books.scope():
        bank_account_add(
            business=books.business, name="Checking", csv_profile={"sign": "as_printed"}
        )
    wanted = Wanted("Checking", {"date_order": "ymd"})
    (taken,) = files_read(books.place, [Upload("a.csv", CSV)], wanted)
    assert reads == [("a.csv", {"sign": "as_printed", "date_order": "ymd"})]
    assert taken.profile == {"sign": "as_printed", "date_order": "ymd"}


def taken(index, name, content=None, **more):
    return Taken(index, Upload(name, name.encode()), parsed=content, **more)


def file(first, number):
    return parsed([(first, "1.00", "A"), (first[:8] + "28", "1.00", "B")], number=number)


def test_accounts_named_in_full_come_first_then_by_account_and_period():
    files = [
        taken(0, "csv", file("2025-01-01", "")),
        taken(1, "masked", file("2025-01-01", "XXXX XXXX XXXX 4417")),
        taken(2, "late", file("2025-03-01", "DE02120300000000202051")),
        taken(3, "early", file("2025-01-01", "DE02120300000000202051")),
        taken(4, "other", file("2024-01-01", "GB33BUKB20201555555555")),
        taken(5, "interrupted", unfinished=(1, 1)),
        taken(6, "empty", ParsedFile("invented", ())),
        taken(7, "refused", error=InputError("no")),
    ]
    expected = ["interrupted", "early", "late", "other", "masked", "csv"]
    for order in itertools.islice(itertools.permutations(files), 0, 40320, 997):
        names = [one.upload.name for one in in_order(order)]
        assert names[:6] == expected
        assert set(names[6:]) == {"empty", "refused"}


@pytest.mark.parametrize(
    ("number", "how"),
    [
        ("DE02120300000000202051", 0),
        ("20-00-00 96731566", 0),
        ("XXXX XXXX XXXX 4417", 1),
        ("...4417", 1),
        ("**** 4417", 1),
        ("", 2),
        ("  - ", 2),
    ],
)
def test_how_well_a_file_names_its_account(number, how):
    assert how_named(number) == how
