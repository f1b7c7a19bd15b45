"""Posts that keep the books' rules, and what is said of their rate."""

import random

import pytest

from benchmarks.steady_posts import Commits, Ledger, entry


@pytest.mark.parametrize("seed", range(20))
def test_every_post_balances_over_accounts_of_its_business(seed):
    ledger = Ledger(1, 2, tuple(range(10, 30)))
    made = entry(ledger, random.Random(seed))  # noqa: S311
    assert sum(made["amounts"]) == 0
    assert 2 <= len(made["amounts"]) == len(made["accounts"]) <= 4
    assert set(made["accounts"]) <= set(ledger.accounts)
    assert 0 not in made["amounts"]


def test_the_rate_counts_only_commits_of_that_time():
    commits = Commits([1.0, 1.5, 2.0, 9.0], [0.1] * 4)
    assert commits.between(1.0, 2.0) == 2
    assert commits.rate(1.0, 3.0) == 1.5
