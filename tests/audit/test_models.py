"""How batches and events call themselves."""

from ledgerflow.audit.models import AuditEvent, Batch


def test_rows_say_what_they_are():
    assert str(Batch(pk=4, kind="import", title="Import of x.csv")) == "import 4: Import of x.csv"
    event = AuditEvent(actor="person", action="period_lock", subject="period", subject_id=3)
    assert str(event) == "person period_lock period 3"
