"""Fetch the optional assets and copy what pages use into ledgerflow/web/static/vendor.

Here: `npm ci` from the lock, then an allow-list, then the brands of shipped knowledge
(build_knowledge.py). Not here: what LedgerFlow does without them, which is to work (pages in
web/static/web/plain.css, knowledge with its own merchants). Nothing of theirs is committed.
Run: python scripts/assets.py
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "ledgerflow" / "web" / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "chart.js/dist/chart.umd.min.js": "chart/chart.umd.min.js",
    "chart.js/LICENSE.md": "chart/LICENSE.md",
}
"""From node_modules to the vendor folder; nothing else is copied."""

SOURCE_MAP = re.compile(rb"/\*[#@]\s*sourceMappingURL=[^*]*\*/|//[#@]\s*sourceMappingURL=\S*")
NO_NPM = (
    "The optional assets need npm (Node 20 or later), which is not installed.\n"
    "The pages work without them, in LedgerFlow's own style sheet, and suggestions without\n"
    "the brands of the world, by LedgerFlow's own merchants.\n"
)


def main() -> int:
    """Install and copy; 0 when the vendor folder is complete, 3 without npm, 1 otherwise."""
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write(NO_NPM)
        return 3
    installed = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-progress"], cwd=ROOT, check=False
    )
    if installed.returncode != 0:
        sys.stderr.write("npm ci failed; the messages above say why. Nothing was copied.\n")
        return 1
    return copy(MODULES, VENDOR) or compile_brands()


def compile_brands() -> int:
    """Compile the brands from their package; 0 when done."""
    script = ROOT / "scripts" / "build_knowledge.py"
    return subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False).returncode


def copy(modules: Path, vendor: Path) -> int:
    """Copy the allow-list anew; a missing file leaves the folder as it was."""
    missing = [name for name in FILES if not (modules / name).is_file()]
    if missing:
        sys.stderr.write(f"The packages lack {', '.join(missing)}: correct FILES in {__file__}.\n")
        return 1
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in FILES.items():
        path = vendor / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(without_map(modules.joinpath(source).read_bytes()))
    sys.stdout.write(f"{len(FILES)} files in {vendor.relative_to(vendor.parents[3])}\n")
    return 0


def without_map(data: bytes) -> bytes:
    """The file without its pointer to a source map, which hashed storage would look for."""
    return SOURCE_MAP.sub(b"", data)


if __name__ == "__main__":
    raise SystemExit(main())
