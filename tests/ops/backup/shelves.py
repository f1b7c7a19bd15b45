"""Invented backups on a shelf, without a database.

Here: files with a true manifest. Not here: dumps that restore.
"""

import hashlib
from pathlib import Path

from ledgerflow.ops.backup.manifest import FORMAT, Digests, FilePart, Manifest


def put_backup(folder: Path, moment: str, kind: str = "database", version: str = "0.1.0") -> str:
    """A backup's files; returns the stem."""
    stem = f"ledgerflow_dev_{moment}_{version}_{kind}"
    data = b"PGDMP invented " + moment.encode()
    (folder / f"{stem}.dump").write_bytes(data)
    manifest = Manifest(
        format=FORMAT,
        stem=stem,
        created_at="2025-01-01T00:00:00+00:00",
        app_version=version,
        revision=None,
        postgres_version="17.10",
        database="ledgerflow",
        migrations=("core.0001_tenancy_functions",),
        tools={"pg_dump": "17.10"},
        encrypted_to=None,
        secret_check="0" * 16,
        dump=FilePart(f"{stem}.dump", len(data), hashlib.sha256(data).hexdigest()),
        media=None,
        media_files=(),
        digests=Digests({}, {}, "0" * 64, "0" * 64),
    )
    (folder / f"{stem}.manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    return stem
