"""A browser's long name in two words."""

import pytest

from ledgerflow.web.signin.browsers import browser_name


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Firefox/130.0", "Firefox · Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5", "curl"),
        ("something of its own " * 9, ("something of its own " * 9)[:60]),
        ("", ""),
    ],
)
def test_browser_and_system_are_named_as_far_as_they_are_known(said, shown):
    assert browser_name(said) == shown
