"""An archive holds, or every change to it is found: in bytes, in members, in what it says."""

import hashlib
import json
import re
import zipfile

import pytest

from ledgerflow.interchange.archive.verify import archive_verify
from tests.interchange.archive.tampered import MANIFEST, Apart, members_of, write_members

MEMBERS = (
    *("accounts.csv", "entries.jsonl", "trial_balance.csv", "ledger.beancount", "ledger.journal"),
    *("statements.jsonl", "decisions.jsonl", "audit.jsonl", "originals"),
)


def said(path, **how):
    """All faults as one text; statements by their place, for ids count on from test to test."""
    verdict = archive_verify(path, **how)
    text = " | ".join(f"{f.member} {f.place}: {f.message}" for f in verdict.faults)
    ids = sorted({int(number) for number in re.findall(r"statement (\d+):", text)})
    for place, number in enumerate(ids, 1):
        text = text.replace(f"statement {number}:", f"statement no. {place}:")
    return text


def member_named(members, start):
    """The first member whose name begins so."""
    return next(name for name in members if name.startswith(start))


def flipped(data, place):
    """The data with one bit of one byte turned."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_an_archive_as_it_was_made_holds(archive):
    verdict = archive_verify(archive)
    assert (verdict.faults, verdict.more_faults) == ((), 0)
    assert verdict.holds
    assert (verdict.counts["entries"], verdict.counts["line"]) == (4, 6)
    assert verdict.manifest_sha256 == hashlib.sha256(members_of(archive)[MANIFEST]).hexdigest()
    assert archive_verify(archive, expected=verdict.manifest_sha256.upper()).holds


@pytest.mark.parametrize("start", MEMBERS)
def test_a_flipped_bit_in_a_member_is_found_and_the_member_named(archive, start):
    members = members_of(archive)
    name = member_named(members, start)
    for place in {0, len(members[name]) // 2, len(members[name]) - 1}:
        changed = {**members, name: flipped(members[name], place)}
        write_members(archive, changed, rehash=False)
        assert f"{name} : is not what was archived" in said(archive)


def test_a_flipped_bit_anywhere_in_the_file_is_found_or_changed_nothing(archive):
    """Some bytes of a ZIP say nothing (times, sizes told twice): then all members are the same."""
    whole, members = archive.read_bytes(), members_of(archive)
    harmless = 0
    for turn in range(100):  # places all over the file, the same ones in every run
        archive.write_bytes(flipped(whole, turn * 7919 % len(whole)))
        if archive_verify(archive).holds:
            harmless += 1
            assert members_of(archive) == members
    assert harmless < 50


@pytest.mark.parametrize("part", [0, 1, 100, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_no_archive(archive, part):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(part * len(whole)) if part < 1 else part])
    assert "cannot be read as an archive" in said(archive)


@pytest.mark.parametrize("start", MEMBERS)
def test_a_member_that_is_missing_is_found(archive, start):
    members = members_of(archive)
    name = member_named(members, start)
    del members[name]
    write_members(archive, members, rehash=False)
    assert f"{name} : is missing" in said(archive)
    write_members(archive, members, rehash=True)
    assert name.removeprefix("originals/").removesuffix(".csv") in said(archive)


@pytest.mark.parametrize("name", ["notes.txt", "../../etc/passwd", "originals/x", "/root/a.csv"])
def test_a_member_too_many_is_found_and_nothing_is_unpacked(archive, name):
    before = sorted(p.name for p in archive.parent.iterdir())
    members = members_of(archive) | {name: b"hello"}
    write_members(archive, members, rehash=False)
    assert f"{name} : is not in the manifest" in said(archive)
    write_members(archive, members, rehash=True)
    assert "is no name of an archive's member" in said(archive)
    assert sorted(p.name for p in archive.parent.iterdir()) == before


def test_a_member_that_is_there_twice_is_found(archive):
    members = members_of(archive)
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(archive, "a") as more,
    ):
        more.writestr("entries.jsonl", members["entries.jsonl"])
    assert "entries.jsonl : is there 2 times" in said(archive)


def test_another_manifest_than_the_noted_one_is_found(archive):
    noted = archive_verify(archive).manifest_sha256
    members = members_of(archive)
    members[MANIFEST] += b"\n"
    write_members(archive, members, rehash=False)
    assert archive_verify(archive).holds
    assert "not as noted" in said(archive, expected=noted)


def amount_of_one_line(apart):
    apart.entries[0]["lines"][0]["amount"] = "4.0001"


def amounts_of_both_lines(apart):
    first, second = apart.entries[0]["lines"]
    first["amount"], second["amount"] = second["amount"], first["amount"]


def amounts_with_their_hash(apart):
    amounts_of_both_lines(apart)
    apart.entry_rehash(apart.entries[0])


def note_with_its_hash(apart):
    apart.entries[0]["lines"][0]["note"] = "written later"
    apart.entry_rehash(apart.entries[0])


def day_of_an_entry(apart):
    apart.entries[1]["date"] = "2024-12-31"


def entry_left_out(apart):
    del apart.entries[0]


def entry_twice(apart):
    apart.entries.insert(1, dict(apart.entries[0]))


def entries_out_of_order(apart):
    apart.entries[0], apart.entries[1] = apart.entries[1], apart.entries[0]


def unknown_account(apart):
    apart.entries[0]["lines"][0]["account"] = "9999"


def other_account(apart):
    lines = apart.entries[0]["lines"]
    lines[0]["account"] = apart.entries[1]["lines"][1]["account"]
    apart.entry_rehash(apart.entries[0])


def lines_of_zero(apart):
    for line in apart.entries[0]["lines"]:
        line["amount"] = "0.0000"
    apart.entry_rehash(apart.entries[0])


def no_lines(apart):
    apart.entries[0]["lines"] = []
    apart.entry_rehash(apart.entries[0])


def other_currency(apart):
    for line in apart.entries[0]["lines"]:
        line["currency"] = "EUR"
    apart.entry_rehash(apart.entries[0])


def reversal_not_opposite(apart):
    row = apart.entries[-1]
    for line in row["lines"]:
        line["amount"] = f"{2 * float(line['amount']):.4f}"
    apart.entry_rehash(row)


def reversal_of_nothing(apart):
    apart.entries[-1] |= {"reverses": 77, "reverses_id": 77}
    apart.entry_rehash(apart.entries[-1])


def reversal_of_another(apart):
    apart.entries[-1]["reverses"] = 1


def reversal_without_its_entry(apart):
    apart.entries[-1] |= {"reverses": None, "reverses_id": None}
    apart.entry_rehash(apart.entries[-1])


def entry_reversed_twice(apart):
    last = apart.entries[-1]
    again = json.loads(json.dumps(last)) | {"number": last["number"] + 1, "id": last["id"] + 1}
    apart.entries.append(again)


def account_renamed(apart):
    apart.members["accounts.csv"] = apart.members["accounts.csv"].replace(b"Meals", b"Feasts")


def account_twice(apart):
    rows = apart.members["accounts.csv"].splitlines(keepends=True)
    apart.members["accounts.csv"] = b"".join([*rows, rows[-1]])


def account_of_another_type(apart):
    data = apart.members["accounts.csv"]
    apart.members["accounts.csv"] = data.replace(b",Meals,expense,", b",Meals,asset,")


def both_sides_of_the_trial_balance(apart):
    data = apart.members["trial_balance.csv"]
    assert data.count(b"500.0000") == 1
    apart.members["trial_balance.csv"] = data.replace(b"500.0000", b"501.0000")


def trial_balance_without_an_account(apart):
    rows = apart.members["trial_balance.csv"].splitlines(keepends=True)
    apart.members["trial_balance.csv"] = b"".join(rows[:-1])


def figure_in_the_beancount_file(apart):
    data = apart.members["ledger.beancount"]
    apart.members["ledger.beancount"] = data.replace(b"  500.00 USD", b"  501.00 USD")


def word_in_the_journal(apart):
    data = apart.members["ledger.journal"]
    apart.members["ledger.journal"] = data.replace(b"HARBOR", b"HARBOUR")


def amount_of_a_statement_line(apart):
    apart.kind("line")[0]["amount"] = "-86.1100"


def amounts_of_two_statement_lines(apart):
    first, last = apart.kind("line")[0], apart.kind("line")[3]
    first["amount"], last["amount"] = last["amount"], first["amount"]


def statement_line_left_out(apart):
    apart.statements.remove(apart.kind("line")[0])


def opening_balance(apart):
    apart.kind("statement")[0]["opening"] = "0.0100"


def statement_sum(apart):
    apart.kind("statement")[0]["lines_sum"] = "405.9100"


def statement_of_no_file(apart):
    apart.kind("statement")[0]["file_id"] = 10**9


def match_left_out(apart):
    apart.statements.remove(apart.kind("match")[0])


def match_of_another_transaction(apart):
    apart.kind("match")[0]["transaction_id"] = apart.kind("match")[3]["transaction_id"]


def amount_of_a_transaction(apart):
    apart.kind("transaction")[0]["amount"] = "-86.1100"


def file_of_another_original(apart):
    apart.kind("file")[0]["sha256"] = "0" * 64


def original_of_other_bytes(apart):
    apart.members[member_named(apart.members, "originals")] = b"invented 3"


def decision_without_its_entry(apart):
    apart.decisions[0]["entry_id"] = 10**9


def decision_of_no_transaction(apart):
    apart.decisions[0]["transaction_id"] = 10**9


def decision_left_out(apart):
    del apart.decisions[0]


def event_left_out(apart):
    apart.audit.remove(next(row for row in apart.audit if row["record"] == "event"))


TAMPERED = [
    (amount_of_one_line, "entry 1: does not balance"),
    (amounts_of_both_lines, "entry 1: is not what was posted"),
    (amounts_with_their_hash, "trial_balance.csv"),
    (note_with_its_hash, "ledger.beancount : says other than"),
    (day_of_an_entry, "entry 2: is not what was posted"),
    (entry_left_out, "trial_balance.csv"),
    (entry_twice, "entry 1: comes after entry 1"),
    (entries_out_of_order, "entry 1: comes after entry 2"),
    (unknown_account, "entry 1: names the unknown account '9999'"),
    (other_account, "trial_balance.csv"),
    (lines_of_zero, "entry 1: has a line of zero"),
    (no_lines, "entry 1: has 0 lines"),
    (other_currency, "entry 1: has EUR on"),
    (reversal_not_opposite, "entry 4: is not the opposite of entry 3"),
    (reversal_of_nothing, "entry 4: reverses entry 77, which is not there"),
    (reversal_of_another, "entry 4: names entry 1 by another id"),
    (reversal_without_its_entry, "entry 4: is a reversal of nothing"),
    (entry_reversed_twice, "entry 5: reverses entry 3 a second time"),
    (account_renamed, "names or sorts an account in another way"),
    (account_twice, "an account is there twice"),
    (account_of_another_type, "names or sorts an account in another way"),
    (both_sides_of_the_trial_balance, "the lines say"),
    (trial_balance_without_an_account, "says nothing, the lines say"),
    (figure_in_the_beancount_file, "ledger.beancount : says other than"),
    (word_in_the_journal, "ledger.journal : says other than"),
    (amount_of_a_statement_line, "statement no. 1: its lines add up to"),
    (amounts_of_two_statement_lines, "the line has another amount"),
    (statement_line_left_out, "statement no. 1: has 3 lines, not 4"),
    (opening_balance, "statement no. 1: 0.0100 and its lines are"),
    (statement_sum, "statement no. 1: its lines add up to 405.9000, not 405.9100"),
    (statement_of_no_file, "its file is not in the archive"),
    (match_left_out, "1 lines report no bank transaction"),
    (match_of_another_transaction, "the line has another amount"),
    (amount_of_a_transaction, "the line has another amount"),
    (file_of_another_original, "the original 000"),
    (original_of_other_bytes, "has another SHA-256 than its name says"),
    (decision_without_its_entry, "its entry (id 1000000000) is not in the archive"),
    (decision_of_no_transaction, "id 1000000000 is not in the archive"),
    (decision_left_out, "counts 3 of decision, found 2"),
    (event_left_out, "counts 9 of event, found 8"),
]


@pytest.mark.parametrize(("tamper", "found"), TAMPERED, ids=[t.__name__ for t, _ in TAMPERED])
def test_a_change_with_all_hashes_made_to_fit_is_found_by_arithmetic(archive, tamper, found):
    apart = Apart(members_of(archive)).unsealed()
    tamper(apart)
    apart.write(archive)
    assert found in said(archive)


def test_everything_wrong_is_told_together(archive):
    apart = Apart(members_of(archive))
    for tamper in (amount_of_one_line, opening_balance, decision_without_its_entry):
        tamper(apart)
    apart.write(archive)
    text = said(archive)
    assert all(part in text for part in ("entry 1", "statement no. 1", "decisions.jsonl"))


def test_more_faults_than_anyone_reads_are_counted(archive):
    apart = Apart(members_of(archive))
    apart.decisions = [{"record": "decision"}] * 1000
    apart.write(archive)
    verdict = archive_verify(archive)
    assert len(verdict.faults) == 200
    assert verdict.more_faults >= 800


def test_an_export_written_by_another_version_is_not_compared_and_that_is_said(archive):
    apart = Apart(members_of(archive))
    word_in_the_journal(apart)
    apart.manifest_set(exports={"ledger.beancount": 1, "ledger.journal": 0})
    apart.write(archive)
    verdict = archive_verify(archive)
    assert verdict.holds
    assert any("ledger.journal was written by another version" in note for note in verdict.notes)
