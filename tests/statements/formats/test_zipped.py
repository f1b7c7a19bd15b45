"""Archives of statement files: read member by member, within limits."""

import io
import zipfile

import pytest

from ledgerflow.core.errors import FileTooLarge, InputError, UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats.zipped import ZipFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

CSV = b"Date,Description,Amount\n2025-03-13,Rent,-5.00\n2025-03-14,Sale,7.00\n"
OFX = b"<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM></STMTRS></OFX>"
CAMT = (
    b'<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE1</IBAN></Id></Acct><Ntry><Amt Ccy="EUR">5'
    b"</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-01-02</Dt></BookgDt>"
    b"</Ntry></Stmt></BkToCstmrStmt></Document>"
)


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members:
            package.writestr(name, data)
    return out.getvalue()


def read(data: bytes) -> ParsedFile:
    return formats.read(SourceFile("bank.zip", data))


def refusal(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read(data)
    return caught.value


def test_every_member_is_read_by_its_own_format_in_order():
    file = read(archive(("b.csv", CSV), ("a.xml", CAMT), ("c.ofx", OFX)))
    assert file.format == "zip"
    assert [len(s.lines) for s in file.statements] == [2, 1, 0]
    assert [m["name"] for m in file.reading["members"]] == ["b.csv", "a.xml", "c.ofx"]


def test_members_of_one_format_make_a_file_of_that_format():
    file = read(archive(("1.xml", CAMT), ("2.xml", CAMT)))
    assert (file.format, len(file.statements), file.errors) == ("camt", 2, ())


def test_faults_name_their_member():
    file = read(archive(("1.xml", CAMT), ("2.xml", CAMT.replace(b">5<", b">?<"))))
    (fault,) = file.errors
    assert fault.message.startswith("2.xml: Line 1")


def test_a_member_that_cannot_be_read_keeps_the_archive_out_of_the_books():
    file = read(archive(("1.xml", CAMT), ("2.xml", CAMT[:-30])))
    assert [f.code for f in file.errors] == ["camt_truncated"]
    file = read(archive(("1.xml", CAMT), ("readme", b"hello")))
    assert [f.code for f in file.errors] == ["unknown_format"]


def test_folders_and_the_systems_own_files_are_passed_over():
    file = read(archive(("in/", b""), ("in/1.xml", CAMT), ("__MACOSX/in/._1.xml", b"\0\5")))
    assert (len(file.statements), file.faults) == (1, ())


def test_pictures_beside_the_data_are_only_noted():
    file = read(archive(("1.xml", CAMT), ("logo.png", b"\x89PNG\r\n")))
    assert [(f.code, f.severity) for f in file.faults] == [("unknown_format", "note")]


def test_a_single_member_is_refused_in_its_own_words():
    assert refusal(archive(("1.xml", CAMT[:-30]))).code == "camt_truncated"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive(), "zip_empty"),
        (archive(("a.zip", archive(("1.xml", CAMT)))), "zip_unsafe"),
        (archive(("1.xml", b" " * 30_000_000)), "zip_unsafe"),
        (archive(*((f"{n}.xml", b"<") for n in range(2001))), "zip_unsafe"),
        (archive(("1.xml", CAMT), ("2.xml", CAMT))[:-30], "zip_damaged"),
        (archive(("1", b"hello"), ("2", b"there")), "zip_nothing_read"),
    ],
    ids=["empty", "nested", "bomb", "many", "damaged", "nothing"],
)
def test_harmful_and_damaged_archives_are_refused(data, code):
    fault = refusal(data)
    assert isinstance(fault, UnreadableFile)
    assert (fault.code, bool(fault.hint)) == (code, True)


def test_a_member_whose_bytes_changed_is_refused():
    data = archive(("1.xml", CAMT), method=zipfile.ZIP_STORED).replace(b">5<", b">6<")
    assert refusal(data).code == "zip_damaged"


def test_an_archive_with_a_password_says_so():
    data = bytearray(archive(("1.xml", CAMT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)).code == "zip_password"


def test_a_member_above_the_limit_is_refused_and_never_read_in_part():
    read_members = []
    small = ZipFormat(read_members.append, len(CSV))
    with pytest.raises(FileTooLarge) as caught:
        small.read(SourceFile("bank.zip", archive(("b.csv", CSV + b"2025-03-15,Tea,-1.00\n"))))
    assert "bank.zip: b.csv" in caught.value.message
    assert read_members == []
