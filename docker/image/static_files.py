"""Collects the static files of an image: hashed names, compressed, under production's settings.

Here: the copied assets and collectstatic, with secrets made up for the length of this process, so
that a build needs none and no layer holds one. Not here: the list of assets (scripts/assets.py).
Run in the folder of the code: python docker/image/static_files.py TARGET
"""

import importlib.util
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(target: Path) -> int:
    """Fill `target`; 0 when done, else what the copying of the assets says."""
    failed = copy_assets()
    if failed:
        return failed
    os.environ.update(throwaway_environment(target))
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=1)
    return 0


def copy_assets() -> int:
    """What `make assets` does after npm has run: static files, and the brands."""
    spec = importlib.util.spec_from_file_location("assets", ROOT / "scripts" / "assets.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(ROOT / "scripts" / "assets.py")
    assets = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(assets)
    result: int = assets.copy(assets.MODULES, assets.VENDOR) or assets.compile_brands()
    return result


def throwaway_environment(target: Path) -> dict[str, str]:
    """Values that production accepts; no service of these names is asked."""
    return {
        "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.prod",
        "LEDGERFLOW_SECRET_KEY": secrets.token_urlsafe(64),
        "LEDGERFLOW_ALLOWED_HOSTS": "image.invalid",
        "LEDGERFLOW_STATIC_DIR": str(target),
        "DATABASE_URL": f"postgresql://lf_app:{secrets.token_urlsafe(32)}@image.invalid/ledgerflow",
    }


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]).resolve()))
