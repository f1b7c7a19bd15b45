"""Check: secrets are there, strong and for nobody else to read.

Here: which settings run, files that hold secrets. Not here: what makes a value weak
(settings/production.py, which refuses to start on any). No secret is shown.
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ledgerflow.ops.doctor.finding import Installation, Said, failed, ok, warning

PROJECT_ROOT = Path(__file__).resolve().parents[3]
GENERATED_KEY = "secret_key"
PRODUCTION = "ledgerflow.settings.prod"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look(installation: Installation) -> Iterator[Said]:
    """The settings, the key, the files."""
    state = Path(settings.STATE_DIR)
    yield configuration(settings.SETTINGS_MODULE, settings.DEPLOYMENT, debug=settings.DEBUG)
    yield from key(state, settings.SECRET_KEY, embedded=settings.DATABASE_IS_EMBEDDED)
    files = (PROJECT_ROOT / ".env.prod", state / GENERATED_KEY, state / "credentials.json")
    yield from modes([path for path in files if path.is_file()])


def configuration(module: str, deployment: str, *, debug: bool) -> Said:
    """Production's settings do not start on a missing, default or weak value."""
    if deployment.startswith("prod") and module != PRODUCTION:
        return failed(
            f"LEDGERFLOW_ENV says {deployment}, and the settings are {module}: they refuse no"
            " weak secret.",
            f"Set DJANGO_SETTINGS_MODULE={PRODUCTION}.",
        )
    if module == PRODUCTION and debug:
        return failed("Production runs in debug mode.", "Take DEBUG out of the settings.")
    if module == PRODUCTION:
        return ok("Production's settings run: every secret is there and strong.")
    return ok(f"The settings are {module}, not production's.")


def key(state: Path, used: str, *, embedded: bool) -> Iterator[Said]:
    """Where the signing key comes from."""
    path = state / GENERATED_KEY
    try:
        generated = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        yield failed(f"{path} cannot be read.", f"Give it to this user: `chown $USER {path}`.")
        return
    if generated == used and not embedded:
        yield warning(
            f"The signing key was generated in {path}: another machine would make another.",
            "Set LEDGERFLOW_SECRET_KEY to its content, and keep a copy apart from the backups.",
        )
    elif generated == used:
        yield ok(f"The signing key was generated in {path}; keep a copy elsewhere.")


def modes(files: list[Path]) -> Iterator[Said]:
    """Nobody but the owner may read them."""
    for path in files:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            yield failed(
                f"{path} holds secrets and others may use it (mode {mode:04o}).",
                f"chmod 600 {path}",
            )
        else:
            yield ok(f"{path} is for its owner only.")
