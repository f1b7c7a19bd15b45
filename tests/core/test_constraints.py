"""Every refusal of the database has a name, a meaning and a hint; no meaning without a refusal."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

import ledgerflow
from ledgerflow.core.constraints import CONSTRAINTS, constraint_of, error_of, kind_errors
from ledgerflow.core.errors import ConflictError, LedgerFlowError
from ledgerflow.ledger.models import Account

SQL_FILES = sorted(Path(ledgerflow.__file__).parent.glob("*/migrations/sql/*.sql"))

OWN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind = 'r'
"""
NAMED = r"""
SELECT conrelid::regclass::text, conname FROM pg_constraint
 WHERE (contype IN ('c', 'u') OR contype = 'p' AND conname NOT LIKE '%\_pkey')
   AND connamespace = 'public'::regnamespace
UNION
SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index
 WHERE indisunique AND NOT indisprimary
"""
MACHINE_MADE = re.compile(r"_key_firm(_business)?$|_check$|_uniq$|_key$")
"""Names that Django and lf_tenant_key make: keys for foreign keys, and checks of column types."""


def raised() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in SQL_FILES)
    # Names of keys say by their form what they mean: error_of knows them by that.
    return {n for n in re.findall(r"CONSTRAINT = '(\w+)'", text) if "_same_firm" not in n}


def declared() -> set[str]:
    """Names that the apps' models give their constraints."""
    models = [m for m in apps.get_models() if m.__module__.startswith("ledgerflow.")]
    return {c.name for m in models for c in m._meta.constraints}


@pytest.fixture
def in_catalog(db) -> set[str]:
    own = {m._meta.db_table for m in apps.get_models() if m.__module__.startswith("ledgerflow.")}
    with connection.cursor() as cursor:
        cursor.execute(NAMED)
        return {name for table, name in cursor.fetchall() if table in own}


def test_every_refusal_of_a_trigger_has_a_meaning():
    assert raised() - set(CONSTRAINTS) == set()


def test_every_constraint_in_the_database_has_a_meaning(in_catalog):
    chosen = {name for name in in_catalog if not MACHINE_MADE.search(name) or name in declared()}
    assert chosen - set(CONSTRAINTS) == set()


def test_no_meaning_is_kept_for_a_constraint_that_is_gone(in_catalog):
    assert set(CONSTRAINTS) - in_catalog - raised() == set()


def test_models_and_database_agree_on_the_names(in_catalog):
    assert declared() - in_catalog == set()


def test_every_meaning_is_an_error_class_with_a_hint_to_act_on():
    for name, (kind, hint) in CONSTRAINTS.items():
        assert issubclass(kind, LedgerFlowError), name
        assert hint.endswith("."), name
        assert hint[0].isupper(), name


def same_code_again(where=""):
    """A second account with the code of the first."""
    account = Account.objects.get(key="supplies")
    account.pk = None
    with transaction.atomic(), kind_errors(where=where):
        account.save(force_insert=True)


def test_a_refusal_is_raised_as_its_meaning_and_says_where(books):
    with (
        books.scope(),
        pytest.raises(ConflictError, match=r"^Adding supplies: that is there already\.$"),
    ):
        same_code_again("Adding supplies")


def test_a_meaning_names_its_constraint_for_programs(books):
    with books.scope(), pytest.raises(ConflictError) as caught:
        same_code_again()
    assert caught.value.extra == {"constraint": "account_code_unique"}
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_a_programming_fault_is_not_dressed_up(db):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), kind_errors():
        connection.cursor().execute("SELECT nothing_of_this_name")
    assert not isinstance(caught.value, LedgerFlowError)
    assert error_of(caught.value) is None
    assert constraint_of(caught.value) == ""
