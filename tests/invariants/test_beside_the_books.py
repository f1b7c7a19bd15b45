"""What lies beside the books: demo firms, papers, and what moved on each account in a month."""

import pytest
from django.db import connection

from ledgerflow.audit.models import Batch
from ledgerflow.core.errors import AppendOnly, RuleError
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verification.statements import ACCOUNT_MONTHS
from ledgerflow.statements.upload_models import AccountMonth
from tests.published import publish
from tests.raw_sql import refused

pytestmark = pytest.mark.django_db

SAID = [
    ("2025-03-03", "-86.10", "HOME DEPOT #7114"),
    ("2025-03-31", "20.00", "HARBOR CLIENT"),
    ("2025-04-01", "-9.99", "PAPER SHOP"),
]


def months(books):
    """Month, count, in and out as the triggers keep them; nothing that came to nothing."""
    with books.scope():
        rows = AccountMonth.objects.order_by("month")
        return [
            (f"{row.month:%Y-%m}", row.count, str(row.into), str(row.out))
            for row in rows
            if row.count
        ]


def is_kept(books):
    """True when the kept months are what the transactions say."""
    with books.scope(), connection.cursor() as cursor:
        cursor.execute(ACCOUNT_MONTHS.broken, {"business": books.place.business_id})
        return cursor.fetchall() == []


def test_what_moves_in_a_month_is_kept_with_each_import(books):
    with books.scope():
        publish(books, SAID)
    assert months(books) == [
        ("2025-03", 2, "20.0000", "-86.1000"),
        ("2025-04", 1, "0.0000", "-9.9900"),
    ]
    assert is_kept(books)


def test_an_import_that_is_taken_back_moves_nothing(books):
    with books.scope():
        publish(books, SAID)
        batch = Batch.objects.get(kind="import")
    batch_undo(books.place, batch.pk, user_id=books.user.pk)
    assert months(books) == []
    assert is_kept(books)


def test_the_application_cannot_write_what_is_kept(app):
    with refused(app, AppendOnly):
        app.execute("UPDATE statements_accountmonth SET count = 0")


@pytest.mark.parametrize("word", [("false", "true"), ("true", "false")])
def test_no_firm_becomes_a_demo_or_stops_being_one(owner, own, word):
    born, later = word
    firm = owner.execute("SELECT nextval(pg_get_serial_sequence('firms_firm', 'id'))").fetchone()[0]
    owner.execute("SELECT set_config('app.firm_id', %s, true)", [str(firm)])
    owner.execute(
        "INSERT INTO firms_firm (id, name, created_at, is_demo) VALUES (%s, 'New', now(), %s)",
        [firm, born],
    )
    with refused(owner, RuleError, "firm_demo_stays"):
        owner.execute("UPDATE firms_firm SET is_demo = %s WHERE id = %s", [later, firm])


@pytest.mark.parametrize(
    "change", ["sha256 = 'other'", "size_bytes = 2", "media_type = 'text/html'"]
)
def test_a_paper_stays_what_was_received(owner, own, change):
    with refused(owner, AppendOnly, "append_only"):
        owner.execute(f"UPDATE review_attachment SET {change} WHERE firm_id = {own.firm}")


def test_a_paper_is_hidden_and_never_deleted(app, owner, own):
    app.execute(f"UPDATE review_attachment SET removed_at = now() WHERE firm_id = {own.firm}")
    assert app.execute("SELECT count(*) FROM review_attachment").fetchone()[0] == 1
    app.rollback()
    with refused(owner, AppendOnly, "append_only"):
        owner.execute("DELETE FROM review_attachment")
