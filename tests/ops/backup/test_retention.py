"""Which backups may go, whatever the clock and the past were like."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.core.errors import InputError
from ledgerflow.ops.backup.names import KINDS
from ledgerflow.ops.backup.retention import (
    BUCKETS,
    NEWEST_KEPT,
    SAFEGUARDS_KEPT,
    Kept,
    RetentionPolicy,
    to_delete,
)

NOW = datetime(2025, 6, 15, 12, 30, tzinfo=UTC)
USUAL = RetentionPolicy.parse("24h 7d 5w 12m 7y")
TINY = RetentionPolicy.parse("1h")
YEARS_3 = 3 * 365 * 24 * 60

minutes_ago = st.integers(min_value=-60 * 24 * 40, max_value=YEARS_3)
shelf_of = st.lists(
    st.tuples(minutes_ago, st.sampled_from(KINDS), st.booleans()), max_size=60, unique_by=str
).map(lambda rows: [made(*row) for row in rows])
counts = st.tuples(*[st.integers(0, 9)] * 5).filter(any)
policies = counts.map(lambda five: RetentionPolicy(*five))


def made(minutes, kind="database", verified=True):
    moment = NOW - timedelta(minutes=minutes)
    return Kept(f"{moment:%Y%m%dT%H%M%SZ}_{kind}_{verified}", moment, kind, verified)


def left(shelf, now=NOW, policy=USUAL):
    gone = to_delete(shelf, now, policy)
    return [one for one in shelf if one not in gone]


def hourly(count, kind="database", verified=True):
    return [made(60 * n, kind, verified) for n in range(count)]


def test_a_policy_is_written_in_counts_and_units():
    assert RetentionPolicy.parse("7y 24h  7d 5w 12m") == RetentionPolicy(24, 7, 5, 12, 7)
    assert RetentionPolicy.parse("3d") == RetentionPolicy(0, 3, 0, 0, 0)


@pytest.mark.parametrize("text", ["", "0d", "7", "d", "7x", "7d 8d", "-1d", "7d,5w", "1.5d", "٣d"])
def test_nonsense_is_refused_with_the_variable_to_correct(text):
    with pytest.raises(InputError, match=r"The retention .* cannot be read") as caught:
        RetentionPolicy.parse(text)
    assert caught.value.code == "retention_unreadable"
    assert "LEDGERFLOW_BACKUP_RETENTION" in caught.value.hint


def test_two_days_of_hourly_backups_keep_a_day_of_hours_and_the_newest_of_each_day():
    kept = left(hourly(48))
    assert len(kept) == 24 + 1  # the 24 newest hours; of the day before yesterday its newest
    assert made(0) in kept


def test_a_full_backup_is_not_outlived_by_the_hourly_ones_of_its_day():
    nightly = [made(60 * 24 * day + 300, "full") for day in range(7)]
    assert set(nightly) <= set(left(nightly + hourly(24 * 7)))


def test_the_three_newest_stay_under_any_policy():
    kept = left([made(n) for n in range(10)], policy=TINY)
    assert kept == [made(0), made(1), made(2)]


def test_only_verified_ones_count_and_unverified_ones_do_not_replace_them():
    good, bad = hourly(3), [made(1 + 60 * n, verified=False) for n in range(30)]
    assert left(good + bad, policy=TINY) == good + bad


def test_an_unverified_one_goes_after_seven_days_once_three_newer_are_verified():
    old = made(60 * 24 * 8, verified=False)
    assert old not in left([old, *hourly(3)])
    assert old in left([old, *hourly(2)])
    assert made(60 * 24 * 6, verified=False) in left([made(60 * 24 * 6, verified=False)])


@pytest.mark.parametrize("kind", ["pre-restore", "pre-migration"])
@pytest.mark.parametrize("verified", [True, False])
def test_what_was_saved_before_a_restore_or_migration_stays_for_30_days(kind, verified):
    minutes = SAFEGUARDS_KEPT // timedelta(minutes=1)
    young, old = made(minutes - 1, kind, verified), made(minutes + 1, kind, verified)
    assert left([young, old, *hourly(3)])[:2] == [young, made(0)]


def test_a_clock_far_behind_deletes_nothing():
    shelf = [made(n, kind, ok) for n in range(40) for kind in KINDS for ok in (True, False)]
    assert to_delete(shelf, NOW - timedelta(days=4000), TINY) == []


def test_a_clock_far_ahead_ages_nothing_by_itself():
    shelf = [*hourly(3), made(60, "pre-restore"), made(60, verified=False)]
    assert to_delete(shelf, NOW + timedelta(days=4000), USUAL) == []


def test_backups_from_the_future_neither_go_nor_push_others_out():
    future = [made(-60 * n) for n in range(1, 60)]
    assert left(future + hourly(3), policy=TINY) == future + hourly(3)


@given(shelf_of, policies)
def test_each_bucket_keeps_its_newest_verified(shelf, policy):
    kept = left(shelf, policy=policy)
    for kind in ("database", "full"):
        good = [b for b in shelf if b.kind == kind and b.verified and b.moment <= NOW]
        for count, bucket in BUCKETS:
            for key in sorted({bucket(b.moment) for b in good}, reverse=True)[: count(policy)]:
                newest = max(b.moment for b in good if bucket(b.moment) == key)
                assert any(b.moment == newest and b.kind == kind for b in kept)


@given(shelf_of, policies)
def test_the_newest_verified_are_never_deleted(shelf, policy):
    gone = to_delete(shelf, NOW, policy)
    good = sorted((b.moment for b in shelf if b.verified), reverse=True)
    assert all(b.moment <= NOW for b in gone)
    assert not [b for b in gone if b.verified and b.moment in good[:1]]
    remaining = [b for b in shelf if b.verified and b not in gone]
    assert len(remaining) >= min(NEWEST_KEPT, len(good))


@given(shelf_of, policies)
def test_pruning_again_deletes_nothing_more(shelf, policy):
    assert to_delete(left(shelf, policy=policy), NOW, policy) == []


@given(shelf_of, policies, counts)
def test_a_larger_policy_never_keeps_less(shelf, policy, more):
    fields = (policy.hours, policy.days, policy.weeks, policy.months, policy.years)
    larger = RetentionPolicy(*(a + b for a, b in zip(fields, more, strict=True)))
    assert set(left(shelf, policy=policy)) <= set(left(shelf, policy=larger))


@given(shelf_of, policies, st.integers(0, YEARS_3))
def test_the_order_on_the_shelf_does_not_matter(shelf, policy, seed):
    turned = shelf[seed % (len(shelf) or 1) :] + shelf[: seed % (len(shelf) or 1)]
    assert set(to_delete(shelf, NOW, policy)) == set(to_delete(turned, NOW, policy))
