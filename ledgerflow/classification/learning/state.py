"""A learner's state as bytes: arrays and plain values, no code; pure.

Here: packing and unpacking, with a version and limits. Not here: what is in the state
(learner_state.py), or the hash that is checked before anything is unpacked (the caller).
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ledgerflow.core.errors import InputError

MAGIC = b"LFLM"
VERSION = 1
MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes; a state that unpacks to more is refused."""

_LEVEL = 6
_HEAD = 4
_TYPES = frozenset({"<u2", "<u4", "<i2", "<i4", "<f4", "<f8"})

Array = NDArray[Any]


def pack(values: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Plain JSON `values` and numeric `arrays` by name -> bytes; equal states give equal bytes."""
    shapes = {name: [arrays[name].dtype.str, list(arrays[name].shape)] for name in sorted(arrays)}
    # Values keep their order: sums over them must come out the same after reading.
    head = json.dumps({"values": values, "arrays": shapes}).encode()
    body = [len(head).to_bytes(_HEAD, "little"), head]
    body += [np.ascontiguousarray(arrays[name]).tobytes() for name in sorted(arrays)]
    return MAGIC + bytes([VERSION]) + zlib.compress(b"".join(body), _LEVEL)


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Bytes -> (values, arrays); InputError when they are not a state of this version."""
    if data[: len(MAGIC)] != MAGIC or data[len(MAGIC) : len(MAGIC) + 1] != bytes([VERSION]):
        raise refused("it is of another kind or version")
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[len(MAGIC) + 1 :], MAX_UNPACKED)
        if not unpacker.eof:
            raise refused("it is cut off or too large")
        end = _HEAD + int.from_bytes(body[:_HEAD], "little")
        head = json.loads(body[_HEAD:end])
        return head["values"], _arrays(head["arrays"], memoryview(body)[end:])
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused("it is damaged") from error


def _arrays(shapes: Mapping[str, Any], body: memoryview) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    at = 0
    for name in sorted(shapes):
        kind, shape = shapes[name]
        if kind not in _TYPES:
            raise ValueError(kind)
        count = int(np.prod(shape, dtype=np.int64))
        array: Array = np.frombuffer(body, np.dtype(kind), count, at).reshape(shape)
        arrays[name] = array
        at += array.nbytes
    if at != len(body):
        raise ValueError("length")
    return arrays


def refused(why: str) -> InputError:
    """The error of a state that cannot be used."""
    return InputError(
        f"The stored state of what a business taught cannot be used: {why}.",
        code="learner_state_refused",
        hint="Nothing is lost: let it be rebuilt from the decisions of people.",
    )
