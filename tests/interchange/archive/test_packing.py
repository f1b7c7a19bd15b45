"""The ZIP of an archive: the same content at the same moment is the same file."""

import datetime as dt
import hashlib
import io
import json
import zipfile

from ledgerflow.interchange.archive.packing import MeasuredStream, Packing

MOMENT = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)


def packed(moment=MOMENT):
    """A small archive and its manifest's hash."""
    out = io.BytesIO()
    packing = Packing(out, moment)
    assert packing.rows("rows.jsonl", iter([{"a": "é"}, {"b": None}])) == 2
    with packing.member("originals/x.bin", stored=True) as member:
        member.write(b"bytes")
    return out, packing.finish({"format": "x"})


def test_the_manifest_names_every_other_member():
    out, digest = packed()
    with zipfile.ZipFile(out) as archive:
        data = archive.read("manifest.json")
        manifest = json.loads(data)
        assert archive.namelist()[-1] == "manifest.json"
        for name, said in manifest["members"].items():
            held = archive.read(name)
            assert said == {"bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}
        assert set(manifest["members"]) == {"rows.jsonl", "originals/x.bin"}
        assert archive.getinfo("originals/x.bin").compress_type == zipfile.ZIP_STORED
    assert digest == hashlib.sha256(data).hexdigest()


def test_rows_are_lines_of_utf8_json():
    out, _ = packed()
    with zipfile.ZipFile(out) as archive:
        assert archive.read("rows.jsonl").decode() == '{"a":"é"}\n{"b":null}\n'


def test_the_same_content_at_the_same_moment_is_the_same_file():
    assert packed()[0].getvalue() == packed()[0].getvalue()
    odd = [dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (1970, 2200)]
    assert all(packed(moment)[0].getvalue() for moment in odd)


def test_a_measured_stream_counts_what_goes_through_or_nowhere():
    out = io.BytesIO()
    for measured in (MeasuredStream(out), MeasuredStream()):
        assert measured.write(b"abc") == 3
        measured.write(memoryview(b"de"))
        assert (measured.size, measured.sha256) == (5, hashlib.sha256(b"abcde").hexdigest())
    assert out.getvalue() == b"abcde"
