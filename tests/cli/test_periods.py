"""`lock`, `unlock`: a closed month takes nothing, and opens only with a reason."""

import pytest

from ledgerflow.ledger.models import Period


def test_a_locked_month_refuses_decisions_until_it_is_opened_with_a_reason(
    cli, imported, row_counts
):
    assert cli("lock", "2025-01", "--reason", "closed").code == 0
    before = row_counts()
    refused = cli("review", "accept", "1")
    assert (refused.code, "2025-01" in refused.text, "Unlock" in refused.err) == (5, True, True)
    assert row_counts() == before
    assert cli("unlock", "2025-01", "--reason", "a late receipt").code == 0
    assert cli("review", "accept", "1").code == 0
    with imported.scope():
        assert Period.objects.get().reason == "a late receipt"


def test_what_the_policy_cannot_post_into_a_locked_month_is_said(cli, imported):
    cli("rule", "add", "--contains", "HARBOR CLIENT", "--to", "sales")
    cli("classify")
    cli("lock", "2025-01")
    done = cli("post")
    assert (done.code, "not accepted: 2025-01-20 500.00" in done.out) == (5, True)


def test_opening_needs_a_reason(cli, books):
    cli("lock", "2025-01")
    assert cli("unlock", "2025-01").code == 2
    assert "needs a reason" in cli("unlock", "2025-01", "--reason", " ").err


@pytest.mark.parametrize("month", ["2025-13", "January", "2025"])
def test_a_month_that_is_none_locks_nothing(cli, books, month):
    done = cli("lock", month)
    assert (done.code, "Write it as 2025-03" in done.err) == (2, True)


def test_months_are_locked_in_order_unless_somebody_insists(cli, imported):
    assert cli("review", "accept", "1").code == 0
    early = cli("lock", "2025-02")
    assert (early.code, "2025-01" in early.err, "--anyway" in early.err) == (5, True, True)
    assert cli("lock", "2025-02", "--anyway").code == 0
