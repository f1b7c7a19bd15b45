"""Fixtures of the whole suite: a firm with one business, and helpers to import and decide.

Here: what many tests need. Not here: fixtures of one app (its own conftest).
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.db import connection, transaction

from ledgerflow.audit.services import batch_open
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, place_for, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.services import business_open

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server"})


@pytest.fixture(autouse=True)
def _only_test_databases(request: pytest.FixtureRequest) -> None:
    """Tests never touch a database whose name does not say that it is one of tests."""
    if DATABASE_FIXTURES & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    ):
        request.getfixturevalue("django_db_setup")
        assert str(connection.settings_dict["NAME"]).startswith("test_")


@pytest.fixture(autouse=True)
def _media_in_tmp(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    """What is limited was never tried before: tests share one memory and one address."""
    caches["limits"].clear()


@dataclass
class Books:
    """A business to work in, as one of its bookkeepers."""

    place: Place
    user: User

    @property
    def business(self) -> Business:
        """The business row; call inside `scope()`."""
        return Business.objects.get(pk=self.place.business_id)

    def scope(self) -> object:
        """`with books.scope():` is one transaction in the firm."""
        return working_in(self.place, self.user.pk)

    def batch(self, kind: str = "decide", title: str = "Test") -> object:
        """A new batch; call inside `scope()`."""
        return batch_open(
            firm_id=self.place.firm_id,
            business_id=self.place.business_id,
            kind=kind,
            title=title,
        )


MakeBooks = Callable[..., Books]


@pytest.fixture
def make_books(db: None) -> MakeBooks:
    """Open a firm with one business; `name`, `chart` and profile fields may be given."""

    def make(
        name: str = "Harbor Street Studio",
        chart: str = "us_sole_proprietor",
        email: str = "",
        **profile: object,
    ) -> Books:
        count = User.objects.count()
        user = User.objects.create_user(email or f"owner{count}@example.com", "correct horse 12")
        firm = firm_create(name=f"Invented Practice {count}", owner=user)
        with firm_scope(firm.pk, user.pk), transaction.atomic():
            business = business_open(firm_id=firm.pk, name=name, chart=chart, **profile)
        return Books(place_for(user, business.pk), user)

    return make


@pytest.fixture
def books(make_books: MakeBooks) -> Books:
    """One firm, one US sole proprietor, its owner."""
    return make_books()
