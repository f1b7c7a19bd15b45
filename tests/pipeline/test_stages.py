"""The road of one file, each stage safe to walk again."""

import pytest

from ledgerflow.audit.models import Batch
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline import stages
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import (
    business_classify,
    business_settle,
    prove_file,
    statement_file_process,
    why_not,
)
from ledgerflow.review.models import Decision
from ledgerflow.statements import formats
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile
from ledgerflow.statements.parsed import Fault, ParsedFile
from ledgerflow.statements.storage import path_of
from tests.pipeline.test_services import BROKEN, CSV, NONSENSE, OFX, UNREADABLE
from tests.published import checking, parsed

ROWS = [("2025-01-14", "-4.00", "COFFEE"), ("2025-01-15", "-6.00", "TEA")]


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr(stages, "read_contained", formats.read)


@pytest.fixture
def studio(books):
    with books.scope():
        checking(books)
        rule_add(
            business=books.business,
            fields=RuleFields(
                name="Tea",
                conditions=[{"field": "description", "op": "contains", "value": "TEA"}],
                account=account_by_key(books.business, "meals"),
            ),
        )
    return books


def walk(books, upload, account="Checking"):
    file_id = statement_submit(books.place, upload, account=account, user_id=books.user.pk)
    told = []
    run = statement_file_process(books.place, file_id, books.user.pk, told.append)
    return run, told


def state(books, run):
    with books.scope():
        return StatementFile.objects.get(pk=run.file_id).state


def test_the_stages_run_in_order_and_a_second_walk_does_nothing(studio):
    run, told = walk(studio, CSV)
    assert told == ["read", "prove", "publish"]
    assert state(studio, run) == run.state == "published"
    again = []
    second = statement_file_process(studio.place, run.file_id, None, again.append)
    assert (again, second.state, second.error) == ([], "published", None)
    with studio.scope():
        assert (Statement.objects.count(), BankTransaction.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    ("upload", "wanted"), [(BROKEN, "not_proved"), (UNREADABLE, "not_proved"), (NONSENSE, "failed")]
)
def test_what_stops_a_file_is_kept_with_it(studio, upload, wanted):
    run, _ = walk(studio, upload)
    assert state(studio, run) == run.state == wanted
    with studio.scope():
        error = StatementFile.objects.get(pk=run.file_id).outcome["error"]
    assert error == run.error.as_dict()
    assert error["hint"]


def test_a_file_without_a_number_waits_for_its_account(studio):
    run, _ = walk(studio, CSV, account="")
    assert state(studio, run) == "needs_account"


def test_a_file_of_another_account_fails_with_the_reason(studio):
    walk(studio, OFX)
    other = OFX.data.replace(b"0004477001", b"0009999002")
    run, _ = walk(studio, type(OFX)("other.ofx", other))
    assert (state(studio, run), run.error.code) == ("failed", "other_bank_account")


def test_a_file_with_no_statement_has_nothing_to_override(studio, monkeypatch):
    monkeypatch.setattr(stages, "read_contained", lambda _: ParsedFile("invented", ()))
    run, _ = walk(studio, CSV)
    assert (run.error.code, state(studio, run)) == ("no_statement", "failed")


def test_an_original_that_is_gone_or_changed_fails_without_a_trace_in_the_books(studio):
    for number, (harm, code) in enumerate(
        (
            (lambda path: path.unlink(), "original_missing"),
            (lambda path: path.write_bytes(b"changed"), "original_changed"),
        )
    ):
        upload = type(CSV)(f"{number}.csv", CSV.data + b"\n" * (number + 1))
        file_id = statement_submit(studio.place, upload, account="Checking")
        with studio.scope():
            file = StatementFile.objects.get(pk=file_id)
        harm(path_of(file.firm_id, file.stored_as))
        run = statement_file_process(studio.place, file_id)
        assert (run.error.code, state(studio, run)) == (code, "failed")
    with studio.scope():
        assert not BankTransaction.objects.exists()


def test_why_not_names_the_first_fault_and_how_many_there_are():
    (statement,) = parsed(ROWS, opening="0", closing="-10").statements
    fault = Fault("bad_amount", "the amount cannot be read", "look", line=3)
    note = Fault("note", "only a note", "", severity="note")
    told = why_not(ParsedFile("x", (statement,), (note, fault, fault)), ())
    assert (told.code, told.message) == (
        "bad_amount",
        "line 3: the amount cannot be read (2 faults in all)",
    )
    assert why_not(ParsedFile("x", (statement,), (note,)), ()) is None


def test_an_error_of_the_file_keeps_each_statement_from_being_proved():
    file = parsed(ROWS, opening="0", closing="-10")
    assert [p.verdict for p in prove_file(file)] == ["proved"]
    broken = ParsedFile("x", file.statements, (Fault("x", "x", "x"),))
    assert [p.verdict for p in prove_file(broken)] == ["not_proved"]


def test_settling_suggests_and_accepts_and_a_second_time_writes_nothing(studio):
    walk(studio, CSV)
    settled = business_settle(studio.place, studio.user.pk)
    assert len(settled.accepted.decisions) == 1
    with studio.scope():
        assert Decision.objects.get().policy == "auto-accept/1"
        batches = set(Batch.objects.values_list("kind", flat=True))
        assert batches == {"import", "classify", "decide"}
        count = Batch.objects.count()
    again = business_settle(studio.place, studio.user.pk)
    assert (again.classify_batch, again.suggested, again.accept_batch) == (None, 0, None)
    with studio.scope():
        assert Batch.objects.count() == count, "no empty batches"


def test_classifying_alone_says_how_many_suggestions_are_new(studio):
    walk(studio, CSV)
    batch, suggested = business_classify(studio.place)
    assert suggested >= 1
    assert batch is not None
    assert business_classify(studio.place) == (None, 0)
