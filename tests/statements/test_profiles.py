"""What is remembered of an account's CSV: learned when proved, stated or corrected by a person."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import InputError
from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.profiles import (
    profile_for,
    profile_forget,
    profile_import,
    profile_learn,
    profile_of_file,
    profile_set,
    profile_state,
)
from ledgerflow.statements.proof import prove
from tests.published import checking, received

SURE = "Date,Description,Amount,Balance\n01/13/2025,A,-5.00,95.00\n01/14/2025,B,-1.00,94.00\n"
OTHER = SURE.replace("Description", "Text")
UNPROVABLE = "Date,Description,Amount\n01/13/2025,A,-5.00\n01/14/2025,B,-1.00\n"
NAMELESS = "".join(SURE.splitlines(keepends=True)[1:])


@pytest.fixture
def scope(books):
    with books.scope():
        yield books


def read(text):
    return CsvFormat().read(SourceFile("a.csv", text.encode()))


def learn(account, text=SURE):
    parsed = read(text)
    proofs = [prove(s, parsed.errors) for s in parsed.statements]
    return profile_learn(bank_account=account, reading=parsed.reading, proofs=proofs)


def kept():
    return BankAccount.objects.get().csv_profile


def events():
    rows = AuditEvent.objects.filter(subject="bank_account").order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_proved_file_teaches_its_reading_once(scope):
    account = checking(scope)
    assert learn(account) is True
    assert (kept()["roles"], kept()["date_order"]) == (
        ["date", "description", "amount", "balance"],
        "mdy",
    )
    assert kept()["source"] == "file"
    assert learn(account) is False
    assert events() == ["csv_profile_learn"]


def test_what_each_file_shows_by_itself_and_the_number_are_not_remembered(scope):
    account = checking(scope)
    parsed = read("Account,40293311775512\n\n" + SURE)
    profile_learn(
        bank_account=account,
        reading={**parsed.reading, "account_id": "40293311775512"},
        proofs=[prove(s) for s in parsed.statements],
    )
    assert "40293311775512" not in str(kept())
    assert (kept()["encoding"], kept()["delimiter"], kept()["newest_first"]) == ("", "", None)
    assert "why" not in kept()


@pytest.mark.parametrize("text", [UNPROVABLE, NAMELESS, SURE.replace("94.00", "93.00")])
def test_what_is_not_proved_or_has_no_column_names_teaches_nothing(scope, text):
    assert learn(checking(scope), text) is False
    assert kept() is None


def test_a_new_layout_that_proves_replaces_what_was_learned(scope):
    account = checking(scope)
    learn(account)
    assert learn(account, OTHER) is True
    assert kept()["headers"][1] == "Text"


def test_a_persons_word_is_never_overwritten_by_a_file(scope):
    account = checking(scope, csv_profile={"date_order": "dmy"})
    assert learn(account) is False
    assert kept() == {"date_order": "dmy"}
    profile_import(bank_account=account, data=dict(read(OTHER).reading))
    assert learn(account) is False
    assert kept()["headers"][1] == "Text"


def test_what_a_person_says_about_a_file_is_kept_with_its_columns(scope):
    account = checking(scope)
    said = {"date_order": "mdy"}
    profile_state(bank_account=account, reading=read(UNPROVABLE).reading, said=said)
    assert (kept()["stated"], kept()["date_order"]) == (["date_order"], "mdy")
    assert kept()["headers"] == ["Date", "Description", "Amount"]
    profile_state(bank_account=account, reading=read(UNPROVABLE).reading, said={"sign": "inverted"})
    assert kept()["stated"] == ["date_order", "sign"]
    assert learn(account) is True, "another layout that proves"
    assert kept()["stated"] == []


def test_a_stated_field_outlives_what_its_own_layout_teaches(scope):
    account = checking(scope)
    profile_state(bank_account=account, reading=read(SURE).reading, said={"sign": "inverted"})
    learn(account)
    assert (kept()["sign"], kept()["stated"]) == ("inverted", ["sign"])


@pytest.mark.parametrize("text", [NAMELESS, SURE])
def test_without_columns_to_tell_a_file_by_single_fields_are_kept(scope, text):
    before = None if text == NAMELESS else {"sign": "as_printed"}
    account = checking(scope, csv_profile=before)
    said = {"date_order": "mdy"}
    profile_state(bank_account=account, reading=read(text).reading, said=said)
    assert kept() == {**(before or {}), "date_order": "mdy"}


def test_a_word_about_a_file_without_columns_leaves_a_whole_reading_alone(scope):
    account = checking(scope)
    learn(account)
    before = kept()
    profile_state(bank_account=account, reading={"encoding": "utf-8"}, said={"date_order": "dmy"})
    assert kept() == before


def test_single_fields_can_be_set_before_any_file_came_and_taken_back(scope):
    account = checking(scope)
    profile_set(bank_account=account, words=["date_order=dmy", "currency=eur"])
    assert kept() == {"date_order": "dmy", "currency": "EUR"}
    profile_set(bank_account=account, words=["currency="])
    assert kept() == {"date_order": "dmy"}
    with pytest.raises(InputError, match="roles: no columns are remembered for Checking yet"):
        profile_set(bank_account=account, words=["roles=date,amount"])


def test_a_corrected_column_makes_it_a_persons_reading(scope):
    account = checking(scope)
    learn(account)
    profile_set(bank_account=account, words=["column.balance=ignore"])
    assert (kept()["roles"][3], kept()["source"]) == ("ignore", "person")
    assert events() == ["csv_profile_learn", "csv_profile_set"]
    detail = AuditEvent.objects.get(action="csv_profile_set").detail
    assert detail["roles"]["to"] == ["date", "description", "amount", "ignore"]
    assert detail["source"] == {"from": "file", "to": "person"}


def test_a_corrected_single_field_holds_and_the_columns_stay_learned(scope):
    account = checking(scope)
    learn(account)
    profile_set(bank_account=account, words=["sign=inverted"])
    assert (kept()["sign"], kept()["stated"], kept()["source"]) == ("inverted", ["sign"], "file")
    profile_set(bank_account=account, words=["sign="])
    assert (kept()["sign"], kept()["stated"]) == ("as_printed", [])


def test_a_correction_that_cannot_be_changes_nothing(scope):
    account = checking(scope)
    learn(account)
    before = kept()
    with pytest.raises(InputError, match="no column is 'amount'"):
        profile_set(bank_account=account, words=["date_order=dmy", "column.amount=ignore"])
    assert kept() == before


def test_a_reading_goes_out_and_in_again(scope):
    account = checking(scope)
    learn(account)
    exported = kept()
    profile_forget(bank_account=account)
    assert kept() is None
    profile_import(bank_account=account, data=exported)
    assert exported.pop("stated") == []
    assert kept() == {**exported, "source": "person"}
    assert events()[-2:] == ["csv_profile_forget", "csv_profile_import"]


def test_a_number_in_an_imported_reading_is_left_out(scope):
    account = checking(scope)
    data = {**read(SURE).reading, "account_id": "40293311775512"}
    profile_import(bank_account=account, data=data)
    assert "40293311775512" not in str(kept())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([1], "no JSON object"),
        ({}, "the profile says nothing"),
        ({"colour": "red"}, "colour: there is no such field"),
        ({"date_order": "ydm"}, "date_order"),
        ({"roles": ["date", "money"]}, "roles: 'money' is no role"),
        ({"roles": ["date"]}, "roles: no column is 'amount'"),
        ({"roles": 7}, "profile"),
        ({"header_row": -1}, "header_row"),
    ],
)
def test_an_imported_reading_is_refused_by_the_field_that_is_wrong(scope, data, said):
    account = checking(scope)
    with pytest.raises(InputError) as caught:
        profile_import(bank_account=account, data=data)
    assert said in caught.value.message
    assert kept() is None


def test_nothing_to_forget_is_said(scope):
    with pytest.raises(InputError, match="Nothing is remembered for Checking"):
        profile_forget(bank_account=checking(scope))


def test_a_reader_is_told_what_is_remembered_and_what_is_said_now():
    whole = {"roles": ["date", "amount"], "date_order": "mdy"}
    now = {"date_order": "dmy"}
    assert profile_for(None, {}) is None
    assert profile_for(None, now) == now
    assert profile_for({"sign": "inverted"}, now) == {"sign": "inverted", **now}
    assert profile_for(whole, {}) == {"table": whole}
    assert profile_for(whole, now) == {"table": whole, **now}


def test_a_file_is_read_with_what_it_was_read_with_before(scope):
    account = checking(scope, csv_profile={"date_order": "dmy"})
    file = received(scope, account=account)
    assert profile_of_file(file) == {"date_order": "dmy"}
    file.outcome = {"profile": None}
    assert profile_of_file(file) is None
    file.outcome = {"profile": {"sign": "inverted"}}
    assert profile_of_file(file) == {"sign": "inverted"}
