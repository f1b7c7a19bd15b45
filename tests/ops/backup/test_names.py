"""A backup's name says all, and nothing else is taken for one."""

from datetime import UTC, datetime

import pytest

from ledgerflow.ops.backup.names import KINDS, BackupName, parse_stem, stem_of

NAME = BackupName("dev", datetime(2025, 3, 9, 2, 30, 5, tzinfo=UTC), "0.1.0", "full")


def test_a_name_is_read_back():
    assert NAME.stem == "ledgerflow_dev_20250309T023005Z_0.1.0_full"
    for kind in KINDS:
        other = BackupName("prod-2", NAME.moment, "1.0.0-rc.1+a", kind)
        assert parse_stem(other.stem) == other


@pytest.mark.parametrize(
    "stem",
    [
        "ledgerflow_dev_20250309T023005Z_0.1.0_other",
        "ledgerflow_dev_20251309T023005Z_0.1.0_full",
        "ledgerflow_20250309T023005Z_0.1.0_full",
        "../ledgerflow_dev_20250309T023005Z_0.1.0_full",
        "",
    ],
)
def test_other_names_are_not_taken_for_backups(stem):
    assert parse_stem(stem) is None


@pytest.mark.parametrize(
    ("ending", "known"),
    [
        (".dump", True),
        (".dump.age", True),
        (".media.tar", True),
        (".media.tar.age", True),
        (".manifest.json", True),
        (".verified.json", True),
        (".dump.partial", False),
        (".sql", False),
    ],
)
def test_the_files_of_a_backup_are_known_by_their_endings(ending, known):
    assert stem_of(NAME.stem + ending) == (NAME.stem if known else None)
