"""The books that are attacked here; see tests/attacked.py."""

from tests.attacked import app, attacked, other, own, owner, second_app, sister  # noqa: F401
