"""Names of members."""

import pytest

from ledgerflow.interchange.archive.layout import ORIGINAL, original_name

SHA = "ab" * 32


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("january.PDF", "pdf"),
        ("a.b.csv", "csv"),
        ("none", "bin"),
        ("odd.", "bin"),
        ("x.../../etc", "bin"),
        ("x.tar gz", "bin"),
        ("x.ünï", "bin"),
        (".ofx", "ofx"),
    ],
)
def test_an_original_keeps_a_plain_ending_and_no_path(name, ending):
    made = original_name(SHA, name)
    assert made == f"originals/{SHA}.{ending}"
    assert ORIGINAL.fullmatch(made)[1] == SHA
