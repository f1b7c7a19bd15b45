"""Files made to do harm are refused or flagged, each in its own words, and nothing else happens."""

import resource
from decimal import Decimal

import pytest

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.pipeline.services import Upload, statement_submit, statements_import
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.formats import read
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.proof import prove
from tests.published import checking
from tests.security.hostile import (
    CAMT,
    CSV_HEAD,
    CSV_ROW,
    HOSTILE,
    MT940_CLOSE,
    MT940_OPEN,
    MT940_ROW,
    OFX2,
)

CPU_S_MAX = 2.0
GOOD = Upload("good.csv", CSV_HEAD + CSV_ROW)
THROUGH_THE_HOUSE = (
    "camt_external_entity",
    "xlsx_bomb",
    "csv_one_line",
    "mt940_at_marks",
)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def outcome(file: SourceFile) -> ParsedFile | LedgerFlowError:
    try:
        return read_contained(file)
    except LedgerFlowError as refusal:
        return refusal


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_or_flagged_in_its_own_words(kind):
    code, name, build = HOSTILE[kind]
    before = cpu_of_children()
    found = outcome(SourceFile(name, build()))
    assert cpu_of_children() - before < CPU_S_MAX
    if isinstance(found, LedgerFlowError):
        told = [found]
    else:
        told = found.errors
        assert "proved" not in {prove(s, found.errors).verdict for s in found.statements}
    assert told[0].code == code
    assert told[0].hint
    assert all(len(fault.message) < 1_000 for fault in told)


def test_nothing_is_stored_but_the_file_and_its_fault_and_the_next_file_is_read(books):
    with books.scope():
        checking(books)
    for kind in THROUGH_THE_HOUSE:
        code, name, build = HOSTILE[kind]
        upload = Upload(name, build())
        file_id = statement_submit(books.place, upload, account="Checking", user_id=books.user.pk)
        run = statement_file_process(books.place, file_id, books.user.pk)
        assert run.error.code == code
        with books.scope():
            file = StatementFile.objects.get(pk=file_id)
        assert file.state in ("failed", "not_proved")
        assert file.outcome["error"]["code"] == code
    with books.scope():
        assert StatementFile.objects.count() == len(THROUGH_THE_HOUSE)
        for model in (Statement, StatementLine, BankTransaction):
            assert model.objects.count() == 0
    done = statements_import(books.place, [GOOD], account="Checking", user_id=books.user.pk)
    assert [run.state for run in done.runs] == ["published"]


def test_of_files_imported_together_the_hostile_ones_are_refused_and_the_good_one_is_booked(books):
    with books.scope():
        checking(books)
    kinds = ("zip_3000_members", "html_named_csv")
    bad = [Upload(HOSTILE[kind][1], HOSTILE[kind][2]()) for kind in kinds]
    done = statements_import(
        books.place, [bad[0], GOOD, bad[1]], account="Checking", user_id=books.user.pk
    )
    assert [(name, error.code) for name, error in done.refused] == [
        (HOSTILE[kind][1], HOSTILE[kind][0]) for kind in kinds
    ]
    with books.scope():
        assert BankTransaction.objects.count() == 2
        assert StatementFile.objects.get().name == GOOD.name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_table_in_any_usual_encoding_is_a_good_file(encoding):
    text = (CSV_HEAD + CSV_ROW).decode().replace("TEA", "CAFÉ MÜLLER")
    found = read(SourceFile("table.csv", text.encode(encoding)))
    assert found.errors == ()
    first = found.statements[0].lines[0]
    assert (first.description, first.amount) == ("CAFÉ MÜLLER", Decimal("-1.00"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_structured_files_in_any_usual_encoding_are_good_files(encoding):
    qif = "!Type:Bank\nD03/25/2025\nT-1.00\nPCAFÉ MÜLLER\n^\n"
    mt940 = (MT940_OPEN + MT940_ROW + b"TEA" + MT940_CLOSE).decode().replace("TEA", "CAFÉ MÜLLER")
    declared = f' encoding="{"utf-8" if encoding == "utf-8-sig" else encoding}"?>'
    camt = CAMT.format(doctype="", text="CAFÉ MÜLLER").replace("?>", declared, 1)
    for name, text in (("a.qif", qif), ("a.sta", mt940), ("a.xml", camt)):
        found = read(SourceFile(name, text.encode(encoding)))
        assert found.errors == (), name
        assert found.statements[0].lines[0].description == "CAFÉ MÜLLER"


def test_a_file_name_of_5000_characters_is_kept_short(books):
    with books.scope():
        checking(books)
    upload = Upload("statement" * 555 + ".csv", GOOD.data)
    file_id = statement_submit(books.place, upload, account="Checking", user_id=books.user.pk)
    assert statement_file_process(books.place, file_id).state == "published"
    with books.scope():
        name = StatementFile.objects.get().name
    assert len(name) == 255
    assert name.endswith(".csv")


LONG = "PAYEE" * 1_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", (CSV_HEAD + CSV_ROW).replace(b"TEA", LONG.encode())),
        ("a.ofx", OFX2.format(doctype="", text=LONG).encode()),
        ("a.ofx", OFX2.format(doctype="", text="TEA").replace("ID>1<", f"ID>{LONG}<").encode()),
        ("a.xml", CAMT.format(doctype="", text=LONG).encode()),
        ("a.xml", CAMT.format(doctype="", text="TEA").replace("XX00TEST", LONG).encode()),
        ("a.qif", f"!Type:Bank\nD03/25/2025\nT-1.00\nP{LONG}\n^\n".encode()),
    ],
)
def test_a_name_of_5000_characters_is_flagged_and_kept_short(name, data):
    found = read(SourceFile(name, data))
    assert "text_too_long" in {fault.code for fault in found.errors}
    (statement,) = found.statements
    texts = [statement.account_id, *(i.description for i in statement.lines)]
    assert max(map(len, texts)) <= 2_000
