"""State folders for real servers: short paths, made once and copied."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgerflow import embedded
from tests.embedded.other_processes import end_all


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder such as a checkout: everyone may enter it, and its path is short."""
    folder = Path(tempfile.mkdtemp(prefix="lft-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    end_all()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_dir(checkout: Path) -> Iterator[Path]:
    """A state folder not made yet; server and data are gone afterwards."""
    folder = checkout / ".ledgerflow"
    yield folder
    end_all()
    embedded.reset(folder, force=True)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A state folder with a stopped database, made once: initdb costs more than the tests."""
    folder = Path(tempfile.mkdtemp(prefix="lft-", dir="/tmp"))
    folder.chmod(0o755)
    with embedded.running(folder / "state"):
        pass
    yield folder / "state"
    embedded.reset(folder / "state")
    shutil.rmtree(folder)


@pytest.fixture
def state_dir(fresh_dir: Path, made_once: Path) -> Path:
    """A state folder of its own with a stopped database in it."""
    subprocess.run(["cp", "-a", made_once, fresh_dir], check=True)
    return fresh_dir
