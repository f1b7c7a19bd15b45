"""A learner's parts to bytes and back, without loss; pure.

Here: which arrays a state consists of. Not here: how arrays become bytes (state.py).
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learning.accounts import Accounts
from ledgerflow.classification.learning.calibration import Calibrator, FirmReliability
from ledgerflow.classification.learning.evidence import WIDTH, Entry, Evidence
from ledgerflow.classification.learning.features import LEVELS
from ledgerflow.classification.learning.linear import GRAIN, OnlineLinear
from ledgerflow.classification.learning.state import Array, pack, refused, unpack

Parts = tuple[Accounts, Evidence, OnlineLinear, Calibrator, str]


def packed(
    accounts: Accounts,
    evidence: Evidence,
    linear: OnlineLinear,
    calibrator: Calibrator,
    industry: str,
) -> bytes:
    """All parts of a learner as bytes."""
    arrays: dict[str, Array] = {}
    for name, table in zip((*LEVELS, "words"), (*evidence.levels, evidence.words), strict=True):
        arrays |= _table_arrays(name, table)
    arrays |= _table_arrays("days", {key: entry for key, (_, entry) in evidence.days.items()})
    arrays["days:day"] = np.asarray([day for day, _ in evidence.days.values()], "<u4")
    runs = [(key, *run) for key, run in evidence.runs.items()]
    arrays["runs"] = np.asarray(runs, "<u4").reshape(-1, 4)
    arrays |= _linear_arrays(linear)
    values = {
        "accounts": [asdict(account) for account in accounts.facts],
        "counts": accounts.counts,
        "shut": sorted(accounts.shut),
        "merged": sorted(accounts.merged.items()),
        "labels": linear.labels,
        "newest_day": evidence.newest_day,
        "calibrator": calibrator.dump(),
        "industry": industry,
    }
    return pack(values, arrays)


def unpacked(data: bytes, firm: FirmReliability | None) -> Parts:
    """The parts again; InputError when the bytes are no state of this version."""
    values, arrays = unpack(data)
    try:
        return (
            _accounts(values),
            _evidence(values, arrays),
            _linear(values, arrays),
            Calibrator.load(values["calibrator"], firm=firm),
            str(values["industry"]),
        )
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise refused("its parts do not fit together") from error


def _table_arrays(name: str, table: Mapping[int, Entry]) -> dict[str, Array]:
    entries = list(table.values())
    cells = [cell for entry in entries for cell in entry[1:]]
    return {
        f"{name}:key": np.asarray(list(table), "<u4"),
        f"{name}:tries": np.asarray([entry[0] for entry in entries], "<u4"),
        f"{name}:labels": np.asarray([len(entry) // WIDTH for entry in entries], "<u2"),
        f"{name}:label": np.asarray(cells[0::WIDTH], "<u2"),
        f"{name}:count": np.asarray(cells[1::WIDTH], "<u4"),
        f"{name}:weight": np.asarray(cells[2::WIDTH], "<f8"),
        f"{name}:last": np.asarray(cells[3::WIDTH], "<u4"),
    }


def _table(name: str, arrays: Mapping[str, Array]) -> dict[int, Entry]:
    columns = [
        arrays[f"{name}:{column}"].tolist() for column in ("label", "count", "weight", "last")
    ]
    cells = [cell for four in zip(*columns, strict=True) for cell in four]
    table: dict[int, Entry] = {}
    at = 0
    for key, tries, labels in zip(
        arrays[f"{name}:key"].tolist(),
        arrays[f"{name}:tries"].tolist(),
        arrays[f"{name}:labels"].tolist(),
        strict=True,
    ):
        end = at + labels * WIDTH
        table[key] = [tries, *cells[at:end]]
        at = end
    return table


def _linear_arrays(linear: OnlineLinear) -> dict[str, Array]:
    height, width = len(linear.rows), len(linear.labels)
    weights = np.rint(linear.weights[1:height, :width] * np.float32(GRAIN))
    return {
        "linear:key": np.asarray(list(linear.rows)[1:], "<u4"),
        "linear:weight": weights.astype("<i2"),
        "linear:square": linear.squares[1:height].astype("<f4"),
    }


def _accounts(values: Mapping[str, Any]) -> Accounts:
    accounts = Accounts()
    for account in values["accounts"]:
        accounts.add(AccountFacts(**account))
    for old, new in values["merged"]:
        accounts.merge(old, new)
    accounts.counts = [int(count) for count in values["counts"]]
    if len(accounts.counts) != len(accounts.ids):
        raise ValueError("counts")
    accounts.decisions = sum(accounts.counts)
    accounts.shut = frozenset(values["shut"])
    return accounts


def _evidence(values: Mapping[str, Any], arrays: Mapping[str, Array]) -> Evidence:
    evidence = Evidence()
    evidence.levels = tuple(_table(level, arrays) for level in LEVELS)
    evidence.words = _table("words", arrays)
    days = arrays["days:day"].tolist()
    evidence.days = {
        key: (day, entry)
        for (key, entry), day in zip(_table("days", arrays).items(), days, strict=True)
    }
    evidence.runs = {
        key: (day, label, length) for key, day, label, length in arrays["runs"].tolist()
    }
    evidence.newest_day = int(values["newest_day"])
    return evidence


def _linear(values: Mapping[str, Any], arrays: Mapping[str, Array]) -> OnlineLinear:
    linear = OnlineLinear()
    linear.restore(
        arrays["linear:key"].tolist(),
        [int(label) for label in values["labels"]],
        arrays["linear:weight"].astype(np.float32) / np.float32(GRAIN),
        arrays["linear:square"].astype(np.float32),
    )
    return linear
