"""A seeded installation for measurements of pages.

Here: running `ledgerflow seed` in an installation. Not here: what is measured in it (bench_web.py,
load_web.py), or what is seeded (ledgerflow/pipeline/seeding).
"""

import subprocess
import sys

from tests.served import PASSWORD, ROOT, Served


def seed(served: Served, transactions: int, businesses: int, *more: str) -> None:
    """Fill it; its owner signs in with the password of the tests. `more`: further arguments."""
    subprocess.run(
        [
            *(sys.executable, "-m", "ledgerflow", "seed", "--password-stdin"),
            *("--transactions", str(transactions), "--businesses", str(businesses), *more),
        ],
        cwd=ROOT,
        env=served.environment,
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
    )
