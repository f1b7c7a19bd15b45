"""Books that pg_dump can see: committed, in a database that is emptied afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledgerflow.ops.backup.target import Target, configured_target
from tests.ops.backup.beside import drop_beside
from tests.ops.backup.booked import scratch_left, two_firms


@pytest.fixture
def shelf(settings: Any, tmp_path: Path) -> Path:
    """The backup folder of this test; originals lie in another one."""
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.BACKUP_DIR)


@pytest.fixture
def live(transactional_db: None, shelf: Path) -> Iterator[Target]:
    """The test database; no scratch database is left in the end, whatever happened."""
    target = configured_target()
    yield target
    assert scratch_left(target) == []


@pytest.fixture
def two_books(live: Target, make_books: Any) -> tuple[Any, Any]:
    """Two firms' books, committed."""
    return two_firms(make_books)


@pytest.fixture
def swappable(live: Target) -> Iterator[Target]:
    """The test database where others may appear beside it; they are dropped in the end."""
    yield live
    drop_beside(live)
