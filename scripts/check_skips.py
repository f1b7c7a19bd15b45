"""Counts test reports and refuses skipped tests that nobody gave a reason for.

Here: reading pytest's JUnit files and tests/skips.txt. Not here: running tests. Run as
`python scripts/check_skips.py REPORT.xml ...`; the last line printed is
"N passed, N failed, N skipped". Exit 1 for a failed test, an unlisted skip or no test at all.

A line of tests/skips.txt reads `module::test -- reason`; lines that open with # are comments.
Python's own parser serves: the reports are written by our own test run.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ALLOWED = Path(__file__).resolve().parents[1] / "tests" / "skips.txt"


def allowed_skips(path: Path) -> dict[str, str]:
    """Test name -> reason; ValueError for a line without a reason."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, separator, reason = line.partition(" -- ")
        if not separator or not reason.strip():
            raise ValueError(f"{path}:{number}: write `module::test -- reason`, not {line!r}")
        found[name.strip()] = reason.strip()
    return found


def outcomes(report: Path) -> list[tuple[str, str]]:
    """(test name, "passed" | "failed" | "skipped") for each test of one JUnit file."""
    found = []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314  our own reports
        name = f"{case.get('classname')}::{case.get('name')}"
        tags = {child.tag for child in case}
        if tags & {"failure", "error"}:
            found.append((name, "failed"))
        else:
            found.append((name, "skipped" if "skipped" in tags else "passed"))
    return found


def main(arguments: list[str]) -> int:
    """Print what is wrong, then the counts."""
    allowed = allowed_skips(ALLOWED)
    results = [row for name in arguments for row in outcomes(Path(name))]
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for _, outcome in results:
        counts[outcome] += 1
    unlisted = [name for name, outcome in results if outcome == "skipped" and name not in allowed]
    for name in unlisted:
        print(f"Skipped without a reason in {ALLOWED.name}: {name}")  # noqa: T201
    print(", ".join(f"{count} {word}" for word, count in counts.items()))  # noqa: T201
    return 1 if unlisted or counts["failed"] or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
