"""What was changed with the owner's rights is found and named, whatever else still adds up."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.core.errors import ChangedBehind
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.posting.one import entry_post
from ledgerflow.ledger.sealing import seals_make
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.verification.seals import trail_checks

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY, LINE, EVENT, SEAL = (
    *("ledger_journalentry", "ledger_journalline"),
    *("audit_auditevent", "audit_seal"),
)
SECOND = "(SELECT id FROM ledger_journalentry WHERE number = 2)"
CONTENT = "its day, kind, description or lines are not those it was posted with"
CIRCUMSTANCES = "it is not what was sealed: who posted it and when"


def post(books, day, amount, key):
    keys = {"supplies": Decimal(amount), "opening_balance_equity": -Decimal(amount)}
    lines = tuple(
        LineDraft(account_by_key(books.business, name).pk, money, "USD")
        for name, money in keys.items()
    )
    return entry_post(
        business=books.business, draft=EntryDraft(day, f"Paper {key}", lines, idempotency_key=key)
    )


@pytest.fixture
def sealed(make_books):
    """Three entries and the firm's first events, in two seals."""
    books = make_books(name="Harbor")
    with books.scope():
        for day in (3, 4):
            post(books, dt.date(2025, 3, day), "10.00", f"test:{day}")
    seals_make(firm_id=books.place.firm_id)
    with books.scope():
        with connection.cursor() as cursor:  # an id that stays free
            cursor.execute("SELECT nextval('ledger_journalentry_id_seq')")
        post(books, dt.date(2025, 4, 1), "30.00", "test:5")
    seals_make(firm_id=books.place.firm_id)
    return books


@pytest.fixture
def failed(sealed):
    """`failed()`: name -> details of the checks that do not hold."""

    def run():
        with sealed.scope():
            found = trail_checks(sealed.place.firm_id)
        return {check.name: check.details for check in found if not check.ok}

    return run


def test_what_nobody_touched_holds_and_the_tail_is_told(sealed, failed):
    with sealed.scope():
        post(sealed, dt.date(2025, 4, 2), "1.00", "test:6")
        checks = {check.name: check.message for check in trail_checks(sealed.place.firm_id)}
    assert failed() == {}
    assert checks["seals_are_unbroken"].endswith("2 seals compared, all hold.")
    assert "4 entries of the firm" not in checks["entries_are_as_posted"]
    assert "4 entries compared" in checks["entries_are_as_posted"]
    assert (
        "3 sealed entries; not sealed yet: 1 entries, 0 events compared"
        in checks["entries_are_as_sealed"]
    )


@pytest.mark.parametrize(
    ("attack", "table"),
    [
        (f"UPDATE {LINE} SET amount = amount * 2 WHERE entry_id = {SECOND}", LINE),
        (f"UPDATE {LINE} SET note = 'x' WHERE position = 1 AND entry_id = {SECOND}", LINE),
        (f"UPDATE {LINE} SET date = '2024-12-31' WHERE entry_id = {SECOND}", LINE),
        (f"DELETE FROM {LINE} WHERE entry_id = {SECOND}", LINE),
        (
            (
                f"UPDATE {LINE} SET account_id ="
                " (SELECT id FROM ledger_account WHERE key = 'meals')"
                f" WHERE position = 1 AND entry_id = {SECOND}"
            ),
            LINE,
        ),
        (f"UPDATE {ENTRY} SET description = 'Food' WHERE number = 2", ENTRY),
        (f"UPDATE {ENTRY} SET date = '2024-12-31' WHERE number = 2", ENTRY),
    ],
)
def test_another_content_is_found_both_by_its_posting_and_by_its_seal(
    sealed, failed, damage, attack, table
):
    damage(sealed, attack, table)
    found = failed()
    assert set(found) == {"entries_are_as_posted", "entries_are_as_sealed"}
    for details in found.values():
        assert [words[:18] for words in details] == ["entry 2 of Harbor "]
        assert details[0].endswith(CONTENT)


def test_a_content_changed_together_with_its_hash_is_found_by_its_seal(sealed, failed, damage):
    damage(sealed, f"UPDATE {ENTRY} SET description = 'Food' WHERE number = 2", ENTRY)
    damage(
        sealed,
        f"UPDATE {ENTRY} SET request_hash = lf_entry_content(id, date, kind, description,"
        " reverses_id) WHERE number = 2",
        ENTRY,
    )
    found = failed()
    assert set(found) == {"entries_are_as_sealed"}
    assert CIRCUMSTANCES in found["entries_are_as_sealed"][0]


@pytest.mark.parametrize(
    "change",
    [
        "posted_by_id = NULL",
        "posted_at = posted_at + interval '1 microsecond'",
        "idempotency_key = 'other'",
        "number = 20",
    ],
)
def test_who_posted_when_and_under_which_number_cannot_be_changed_either(
    sealed, failed, damage, change
):
    damage(sealed, f"UPDATE {ENTRY} SET {change} WHERE number = 2", ENTRY)
    found = failed()
    assert set(found) == {"entries_are_as_sealed"}
    assert CIRCUMSTANCES in found["entries_are_as_sealed"][0]
    assert len(found["entries_are_as_sealed"]) == 1


def test_an_entry_taken_out_with_all_that_shows_it_is_missed(sealed, failed, damage):
    with sealed.scope():
        gone = JournalEntry.objects.get(number=2).pk
    tables = (LINE, ENTRY, "ledger_monthbalance", "ledger_daybalance")
    for sql in (
        (
            "UPDATE ledger_monthbalance m SET amount = m.amount - l.amount, lines = m.lines - 1"
            f" FROM {LINE} l WHERE l.entry_id = {gone} AND m.account_id = l.account_id"
            " AND m.month = date_trunc('month', l.date)"
        ),
        (
            "UPDATE ledger_daybalance d SET amount = d.amount - l.amount, lines = d.lines - 1"
            f" FROM {LINE} l WHERE l.entry_id = {gone} AND d.account_id = l.account_id"
            " AND d.date = l.date"
        ),
        f"DELETE FROM {LINE} WHERE entry_id = {gone}",
        f"DELETE FROM {ENTRY} WHERE id = {gone}",
    ):
        damage(sealed, sql, *tables)
    (words,) = failed()["entries_are_as_sealed"]
    assert words.startswith(f"entry with the id {gone}, in seal 1 of ")
    assert words.endswith("posted after entry 1 of Harbor (2025-03-03): it is gone")


@pytest.mark.parametrize(
    ("check", "id_", "words"),
    [
        ("entries_are_as_sealed", "max(id) - 1", "came into the range of seal 2"),
        ("entries_are_as_posted", "0", "1 rows have an id below 1"),
    ],
)
def test_an_entry_slipped_in_where_all_was_sealed_is_found(
    sealed, failed, damage, check, id_, words
):
    damage(
        sealed,
        f"INSERT INTO {ENTRY} (id, firm_id, business_id, number, date, kind, description,"
        " idempotency_key, request_hash) OVERRIDING SYSTEM VALUE"
        f" SELECT {id_}, lf_firm(), min(business_id), 90, '2025-03-03', 'normal', '', 'late',"
        f" sha256('2025-03-03\tnormal\t\t') FROM {ENTRY};"
        "SET CONSTRAINTS ALL IMMEDIATE",
        ENTRY,
    )
    assert words in failed()[check][0]


@pytest.mark.parametrize("change", ["reason = 'other'", "actor = 'system'", "request_id = 'x'"])
def test_an_event_that_was_changed_is_named(sealed, failed, damage, change):
    damage(sealed, f"UPDATE {EVENT} SET {change} WHERE action = 'business_open'", EVENT)
    found = failed()
    assert set(found) == {"events_are_as_sealed"}
    assert "(business_open, " in found["events_are_as_sealed"][0]
    assert "it is not what seal 1 sealed" in found["events_are_as_sealed"][0]


def test_an_event_taken_out_is_missed(sealed, failed, damage):
    damage(sealed, f"DELETE FROM {EVENT} WHERE action = 'business_open'", EVENT)
    assert "it is gone" in failed()["events_are_as_sealed"][0]


def test_a_seal_changed_or_taken_out_breaks_the_chain(sealed, failed, damage):
    damage(sealed, f"UPDATE {SEAL} SET sealed_at = now() WHERE sequence = 1", SEAL)
    assert failed()["seals_are_unbroken"] == (
        "seal 1 was changed: its hash is not that of its row",
    )
    damage(sealed, f"DELETE FROM {SEAL} WHERE sequence = 1", SEAL)
    assert failed()["seals_are_unbroken"][0] == "seal 2 comes where seal 1 belongs: 1 missing"


def test_digests_rewritten_with_the_hash_of_their_seal_leave_the_next_without_a_link(
    sealed, failed, damage
):
    damage(sealed, f"UPDATE {ENTRY} SET posted_by_id = NULL WHERE number = 2", ENTRY)
    damage(
        sealed,
        f"UPDATE {SEAL} s SET entries = d.items, contents = d.contents FROM ("
        " SELECT string_agg(int4send(id::int) || substr(digest, 1, 12), ''::bytea ORDER BY id)"
        " AS items, sha256(string_agg(digest, ''::bytea ORDER BY id) || (SELECT"
        " string_agg(digest, ''::bytea ORDER BY id) FROM lf_event_digests(lf_firm(), 0,"
        f" (SELECT events_upto FROM {SEAL} WHERE sequence = 1), NULL))) AS contents"
        " FROM lf_entry_digests(lf_firm(), 0,"
        f" (SELECT entries_upto FROM {SEAL} WHERE sequence = 1), NULL)) d WHERE s.sequence = 1",
        SEAL,
    )
    damage(sealed, f"UPDATE {SEAL} s SET hash = lf_seal_hash(s) WHERE sequence = 1", SEAL)
    assert failed() == {"seals_are_unbroken": ("seal 2 does not name the seal before it",)}


def test_the_newest_seal_taken_out_is_not_missed_by_the_books_alone(sealed, failed, damage):
    damage(sealed, f"DELETE FROM {SEAL} WHERE sequence = 2", SEAL)
    assert failed() == {}


def test_a_changed_entry_stops_sealing_until_a_person_says_why(sealed, failed, damage):
    with sealed.scope():
        post(sealed, dt.date(2025, 4, 2), "1.00", "test:6")
    damage(sealed, f"UPDATE {ENTRY} SET description = 'Food' WHERE number = 4", ENTRY)
    with pytest.raises(ChangedBehind, match="entry 4 of Harbor is not what was posted"):
        seals_make(firm_id=sealed.place.firm_id)
    assert seals_make(firm_id=sealed.place.firm_id, over="a repair by hand").entries == 1
    found = failed()
    assert set(found) == {"entries_are_as_posted"}
