"""Which statements name a tenant's table."""

import pytest

from ledgerflow.core.backend.guard import BEFORE_A_FIRM, tenant_table


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('SELECT 1 FROM "ledger_account"', "ledger_account"),
        ('SELECT 1 FROM "firms_membership"', "firms_membership"),
        ('SELECT 1 FROM "firms_membership" JOIN "firms_business" ON true', "firms_business"),
        ('SELECT 1 FROM "firms_business", "firms_firm"', "firms_business"),
        ('SELECT 1 FROM "django_session"', ""),
        ("SELECT lf_firm_ids()", ""),
    ],
)
def test_a_table_that_needs_a_firm_is_found_first(sql, table):
    assert tenant_table(sql) == table


def test_before_a_firm_only_memberships_and_their_firms_are_read():
    assert {"firms_firm", "firms_membership"} == BEFORE_A_FIRM
