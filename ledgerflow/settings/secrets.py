"""Secrets that are generated once and kept in the state folder, mode 0600.

Here: making and reading them. Not here: secrets that an operator sets (env.py).
"""

import os
import secrets
from pathlib import Path


def generated_secret(folder: Path, name: str) -> str:
    """Read the secret `name`, or make it; safe when two processes start at once."""
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{name}.{os.getpid()}.new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its secret is the one
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
