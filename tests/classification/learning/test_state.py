"""A learner's state as bytes."""

import json
import zlib

import numpy as np
import pytest

from ledgerflow.classification.learning import state
from ledgerflow.classification.learning.state import MAGIC, pack, unpack
from ledgerflow.core.errors import InputError

VALUES = {"industry": "garden", "labels": [3, 1]}
ARRAYS = {
    "keys": np.asarray([7, 9], np.uint32),
    "weights": np.asarray([[1, -2], [0, 4]], np.int16),
    "nothing": np.zeros(0, np.float64),
}


def test_what_was_packed_comes_back():
    values, arrays = unpack(pack(VALUES, ARRAYS))
    assert values == VALUES
    assert set(arrays) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert np.array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype


def test_equal_states_give_equal_bytes_and_values_keep_their_order():
    turned = dict(reversed(ARRAYS.items()))
    assert pack(VALUES, turned) == pack(VALUES, ARRAYS)
    backwards = dict(reversed(VALUES.items()))
    assert list(unpack(pack(backwards, ARRAYS))[0]) == list(backwards)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"PK" + data[2:],
        lambda data: data[:4] + bytes([99]) + data[5:],
        lambda data: data[:-9],
        lambda data: data[:20] + b"\x00\x01\x02" + data[23:],
        lambda data: MAGIC + bytes([state.VERSION]) + zlib.compress(b"\xff\xff\xff\xff{}"),
        lambda data: MAGIC + bytes([state.VERSION]) + zlib.compress(b"\x02\x00\x00\x00[]"),
    ],
)
def test_damaged_bytes_are_refused_with_what_to_do(damage):
    with pytest.raises(InputError) as refused:
        unpack(damage(pack(VALUES, ARRAYS)))
    assert refused.value.code == "learner_state_refused"
    assert "rebuilt" in refused.value.hint


def test_only_numbers_are_read_never_objects():
    head = json.dumps({"values": {}, "arrays": {"a": ["|O", [1]]}}).encode()
    body = len(head).to_bytes(4, "little") + head + b"\x00" * 8
    with pytest.raises(InputError):
        unpack(MAGIC + bytes([state.VERSION]) + zlib.compress(body))


def test_a_state_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(state, "MAX_UNPACKED", 64)
    with pytest.raises(InputError):
        unpack(pack(VALUES, {"zeros": np.zeros(4_096)}))
