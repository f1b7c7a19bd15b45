"""Fixtures of the command line: running a command in this process, and counting rows."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import transaction
from typer.testing import CliRunner

from ledgerflow.cli.app import app
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import User
from ledgerflow.statements.accounts import bank_account_add


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both streams, with line ends and table folds made spaces."""
        return " ".join((self.out + self.err).split())


@pytest.fixture
def cli():
    """`cli("review", "--business", "x")` runs a command and gives code, stdout and stderr."""

    def run(*arguments, typed=None):
        done = CliRunner().invoke(app, [str(a) for a in arguments], input=typed)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def row_counts(db):
    """`row_counts()`: rows of every table of tenants by firm, and of users."""

    def count():
        found = {"users": User.objects.count()}
        tenants = [m for m in apps.get_models() if getattr(m, "is_tenant", False)]
        for firm_id in firm_ids():
            with firm_scope(firm_id), transaction.atomic():
                found |= {(firm_id, m.__name__): m.objects.count() for m in tenants}
        return found

    return count


CSV = """Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/14/2025,COFFEE BAR,-4.00,909.90
01/14/2025,COFFEE BAR,-4.00,905.90
01/20/2025,HARBOR CLIENT,500.00,1405.90
"""


@pytest.fixture
def january(tmp_path):
    """A CSV statement that proves: four lines, two of them twins."""
    path = tmp_path / "january.csv"
    path.write_text(CSV)
    return path


@pytest.fixture
def checking(books):
    """The business of `books` with a bank account named Checking."""
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    return books


@pytest.fixture
def imported(cli, checking, january):
    """`checking` with the January statement imported: four transactions wait."""
    done = cli("import", january, "--account", "Checking")
    assert done.code == 0, done
    return checking
