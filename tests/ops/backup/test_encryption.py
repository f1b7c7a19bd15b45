"""Sealed to a public key, opened with the private one, and no byte changes unseen."""

import pyrage
import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ops.backup.encryption import identities_in, opened, recipient_of, sealed
from ledgerflow.ops.backup.shelf import find_backup
from ledgerflow.ops.backup.streams import new_file
from tests.ops.backup.shelves import put_backup

DATA = bytes(range(256)) * 1_200
NAME = "x.dump.age"


@pytest.fixture(scope="module")
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def manifest(tmp_path):
    stem = put_backup(tmp_path, "20250101T000000Z")
    return find_backup(tmp_path, stem).manifest


@pytest.fixture
def path(tmp_path, identity):
    """307,200 bytes, sealed."""
    with new_file(tmp_path, NAME) as sink, sealed(sink, [identity.to_public()]) as out:
        for at in range(0, len(DATA), 70_000):
            out.write(DATA[at : at + 70_000])
    return tmp_path / f"{NAME}.partial"


def read(path, manifest, *identities, name=NAME, file=None):
    with opened(path, name, manifest, file, identities) as source:
        return source.read()


def test_what_was_sealed_comes_back(path, manifest, identity):
    assert DATA[:64] not in path.read_bytes()
    assert read(path, manifest, identity) == DATA


def test_plain_stays_plain(tmp_path, manifest):
    with new_file(tmp_path, "x.dump") as sink, sealed(sink, []) as out:
        out.write(DATA)
    assert read(tmp_path / "x.dump.partial", manifest, name="x.dump") == DATA


def test_a_reader_may_leave_early(path, manifest, identity):
    with opened(path, NAME, manifest, None, [identity]) as source:
        assert source.read(10) == DATA[:10]


CHANGES = {
    "cut": lambda data: data[:-1],
    "cut at a block": lambda data: data[: len(data) - 65_552],
    "longer": lambda data: data + b"x",
    "one bit in the middle": lambda data: (
        data[:150_000] + bytes([data[150_000] ^ 1]) + data[150_001:]
    ),
    "one bit in the last byte": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "one bit in its head": lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    "empty": lambda data: b"",
    "plain": lambda data: DATA,
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_bytes_are_refused_at_the_latest_at_the_end(path, manifest, identity, change):
    path.write_bytes(CHANGES[change](path.read_bytes()))
    with pytest.raises(InputError) as caught:
        read(path, manifest, identity)
    assert caught.value.code in {"backup_not_valid", "backup_identity"}


def test_the_cause_is_named_and_not_what_followed_from_it(path, manifest, identity):
    path.write_bytes(CHANGES["one bit in the middle"](path.read_bytes()))
    wanted = pytest.raises(InputError, match="cannot be decrypted")
    with wanted, opened(path, NAME, manifest, None, [identity]) as source:
        source.read()
        raise InputError("pg_restore met the end of its input", code="other")


def test_a_failure_of_the_reader_itself_is_its_own(path, manifest, identity):
    wanted = pytest.raises(InputError, match="mine")
    with wanted, opened(path, NAME, manifest, None, [identity]) as source:
        source.read()
        raise InputError("mine")


def test_without_a_key_or_with_another_it_stays_closed(path, manifest):
    with pytest.raises(InputError) as caught:
        read(path, manifest)
    assert caught.value.code == "backup_needs_identity"
    with pytest.raises(InputError, match="another key") as caught:
        read(path, manifest, pyrage.x25519.Identity.generate())
    assert caught.value.code == "backup_identity"


def test_a_key_file_may_hold_comments_and_several_keys(path, manifest, identity, tmp_path):
    file = tmp_path / "key.txt"
    file.write_text(f"# made today\n\n{pyrage.x25519.Identity.generate()}\n{identity}\n")
    assert len(identities_in(file)) == 2
    assert read(path, manifest, file=file) == DATA


@pytest.mark.parametrize("text", ["", "# only words\n", "AGE-SECRET-KEY-1NONSENSE\n", None])
def test_a_file_without_a_key_is_refused_and_never_quoted(tmp_path, text):
    file = tmp_path / "key.txt"
    if text is not None:
        file.write_text(text)
    with pytest.raises(InputError) as caught:
        identities_in(file)
    assert caught.value.code == "backup_identity"
    assert "NONSENSE" not in caught.value.message


def test_a_private_key_is_no_recipient_and_never_quoted(identity):
    with pytest.raises(InputError) as caught:
        recipient_of(str(identity))
    assert caught.value.code == "backup_recipient"
    assert str(identity) not in caught.value.message
