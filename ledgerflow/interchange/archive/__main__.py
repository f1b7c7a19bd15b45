"""`python -m ledgerflow.interchange.archive FILE.zip [SHA-256]`: check an archive, no database.

Here: arguments, output, exit code: 0 holds, 1 does not, 2 wrong use. Not here: any check.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from ledgerflow.interchange.archive.telling import verdict_lines
from ledgerflow.interchange.archive.verify import archive_verify

USE = "Use: python -m ledgerflow.interchange.archive FILE.zip [SHA-256 of the manifest]\n"
EXIT_BROKEN, EXIT_USE = 1, 2


def main(arguments: Sequence[str]) -> int:
    """Check one archive and say what was found."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(USE)
        return EXIT_USE
    verdict = archive_verify(Path(arguments[0]), expected="".join(arguments[1:]))
    for line in verdict_lines(verdict):
        sys.stdout.write(line + "\n")
    return 0 if verdict.holds else EXIT_BROKEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
