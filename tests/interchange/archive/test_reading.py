"""Archives that mean harm: refused or named, never believed, never unpacked, never for long."""

import io
import json
import struct
import time
import zipfile

import pytest

from ledgerflow.interchange.archive import reading
from ledgerflow.interchange.archive.verify import archive_verify
from tests.interchange.archive.tampered import MANIFEST, Apart, members_of, write_members

DEEP = b"[" * 200_000


def manifest_of(**changes):
    """A manifest of the right shape, but for these parts."""
    parts = {"format": "ledgerflow-archive", "version": 1, "made_at": "", "members": {}}
    parts |= {"business": {}, "counts": {}, "exports": {}}
    return json.dumps(parts | changes).encode()


def said(path):
    """All faults as one text."""
    verdict = archive_verify(path)
    assert not verdict.holds
    return " | ".join(f"{f.member} {f.place}: {f.message}" for f in verdict.faults)


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    assert "cannot be read: No such file" in said(tmp_path / "none.zip")
    assert "cannot be read" in said(tmp_path)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_archive_is_a_fault(tmp_path, data):
    path = tmp_path / "odd.zip"
    path.write_bytes(data)
    assert "odd.zip" in said(path)


def test_a_bomb_is_refused_by_what_it_says_of_itself(archive):
    members = members_of(archive)
    manifest = json.loads(members[MANIFEST])
    manifest["members"]["entries.jsonl"]["bytes"] = 50 << 30
    write_members(archive, members | {MANIFEST: json.dumps(manifest).encode()}, rehash=False)
    assert "says that it unpacks to 53," in said(archive)


def test_a_bomb_that_lies_is_left_at_the_size_it_states(archive):
    members = members_of(archive) | {"entries.jsonl": bytes(200 << 20)}
    write_members(archive, members, rehash=False)
    began = time.monotonic()
    assert "entries.jsonl : has not the 1,9" in said(archive)
    assert time.monotonic() - began < 5


def test_a_row_that_never_ends_is_left(archive, monkeypatch):
    monkeypatch.setattr(reading, "ROW_BYTES_MAX", 1 << 20)
    members = members_of(archive) | {"entries.jsonl": b"x" * (3 << 20)}
    write_members(archive, members, rehash=True)
    assert "row 1: has a row longer than any row is" in said(archive)


def test_a_row_of_too_many_parts_is_not_read(archive, monkeypatch):
    monkeypatch.setattr(reading, "_PARTS_MAX", 5_000)
    members = members_of(archive) | {"decisions.jsonl": b"[" + b"{}," * 10_000 + b"{}]\n"}
    write_members(archive, members, rehash=True)
    assert "decisions.jsonl row 1: is no JSON: more than 5,000 parts" in said(archive)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (b"{", "is no JSON"),
        (DEEP, "is no JSON"),
        (b'{"a":' * 200_000, "is no JSON"),
        (b"[1]", "is no JSON object"),
        (b'{"number": NaN}', "NaN is no number"),
        (b'{"number": ' + b"9" * 5_000 + b"}", "is no JSON"),
        (b'{"kind": "gift", "number": 1e400}', "is no kind of entry"),
        (b'{"kind": "\\ud800"}', "is no JSON"),
        (b"\xff\xfe", "is no JSON"),
        (b'{"kind": "normal", "lines": {}}', "lines is no list"),
        (b'{"kind": "normal", "lines": [], "number": true}', "number is no whole number"),
        (b'{"kind": "normal", "lines": [], "number": 1e3}', "number is no whole number"),
        (
            b'{"kind": "normal", "lines": [], "number": 99999999999999999999}',
            "number is no whole number",
        ),
    ],
)
def test_a_row_of_another_shape_is_a_fault_of_its_row(archive, row, found):
    members = members_of(archive)
    for name in ("entries.jsonl", "statements.jsonl", "audit.jsonl", "seals.jsonl"):
        write_members(archive, members | {name: members[name] + row + b"\n"}, rehash=True)
        assert f"{name} row " in said(archive)
    write_members(archive, members | {"entries.jsonl": members["entries.jsonl"] + row}, rehash=True)
    assert found in said(archive)


@pytest.mark.parametrize(
    "amount", ["1.00", "1e3", "NaN", "-", "1.00000", "١.0000", 5, None, "+1.0000"]
)
def test_an_amount_that_is_not_written_as_one_is_a_fault(archive, amount):
    apart = Apart(members_of(archive))
    apart.entries[0]["lines"][0]["amount"] = amount
    apart.kind("line")[0]["amount"] = amount
    apart.write(archive)
    text = said(archive)
    assert "entries.jsonl row 1: amount is no amount" in text
    assert "line: amount is no amount" in text


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"null",
        DEEP,
        b'{"format": "ledgerflow-archive", "version": 1, "members": {}}',
        manifest_of(format="other"),
        manifest_of(version=2),
        manifest_of(members={"a": {"bytes": -1, "sha256": ""}}),
        manifest_of(members={"a": {"bytes": 1}}),
        manifest_of(counts=[]),
        manifest_of(made_at=5),
    ],
)
def test_a_manifest_of_another_shape_is_refused(archive, manifest):
    write_members(archive, members_of(archive) | {MANIFEST: manifest}, rehash=False)
    assert "archive.zip" in said(archive)


@pytest.mark.parametrize("value", [None, 5, [], "x", {"id": "1"}, {"id": 1, "firm_id": None}])
def test_a_manifest_about_no_business_is_a_fault(archive, value):
    apart = Apart(members_of(archive))
    apart.manifest_set(business=value)
    apart.write(archive)
    assert said(archive)


@pytest.mark.parametrize("day", [5, "yesterday", "2026-01-01"])
def test_a_first_day_that_is_none_is_a_fault(archive, day):
    apart = Apart(members_of(archive))
    apart.manifest_set(business=apart.manifest["business"] | {"first_day": day})
    apart.write(archive)
    assert said(archive)


def test_no_manifest_no_archive(archive):
    members = members_of(archive)
    del members[MANIFEST]
    write_members(archive, members, rehash=False)
    assert "has no manifest.json" in said(archive)


def test_an_encrypted_archive_is_refused(archive):
    data = bytearray(archive.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    archive.write_bytes(data)
    assert "is encrypted" in said(archive)


def test_a_directory_that_would_fill_the_memory_is_refused_unread(tmp_path):
    path = tmp_path / "wide.zip"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 3 << 30, 0, 0)
    path.write_bytes(bytes(1000) + end)
    assert "has a list of members of 3,2" in said(path)


def test_too_many_members_are_refused(archive, monkeypatch):
    monkeypatch.setattr(reading, "MEMBERS_MAX", 5)
    assert "members, more than 5" in said(archive)


def test_a_member_packed_in_an_unknown_way_is_a_fault(archive):
    members = members_of(archive)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    data = bytearray(buffer.getvalue())
    place = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[place + 10 : place + 12] = struct.pack("<H", 99)
    archive.write_bytes(data)
    assert "cannot be unpacked" in said(archive)
