"""The guard: which URLs may be reached at all, and at which addresses."""

import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.errors import OutboundRefused
from tools.outbound.addresses import OutboundPolicy, checked_target, checked_url
from tools.outbound.failures import Unreachable
from tools.outbound.ranges import address_fault

CLOSED = OutboundPolicy()
PUBLIC = "93.184.215.14"


def answers(*addresses):
    """A name server that answers like this and counts how often it is asked."""

    def resolve(host, port, **how):
        resolve.asked.append((host, port))
        family = socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    resolve.asked = []
    return resolve


def refused(url, policy=CLOSED, *addresses):
    with pytest.raises(OutboundRefused) as caught:
        checked_target(url, policy, answers(*addresses or (PUBLIC,)))
    return caught.value


def test_a_public_https_address_is_fine_and_keeps_its_addresses():
    target = checked_target(
        "https://Books.Example.ORG/a/b?q=1&r=é#part", CLOSED, answers(PUBLIC, "8.8.8.8", PUBLIC)
    )
    assert target.host == "books.example.org"
    assert target.port == 443
    assert target.path == "/a/b?q=1&r=%C3%A9"
    assert target.addresses == (PUBLIC, "8.8.8.8")
    assert target.url == "https://books.example.org/a/b?q=1&r=%C3%A9"
    assert target.host_header == "books.example.org"


def test_a_path_keeps_what_is_escaped_in_it_and_escapes_the_rest():
    target = checked_target("https://books.example.org/a%20b/käse|x", CLOSED, answers(PUBLIC))
    assert target.path == "/a%20b/k%C3%A4se%7Cx"


@pytest.mark.parametrize(
    "url",
    [
        "http://books.example.org/",
        "ftp://books.example.org/",
        "file:///etc/hostname",
        "gopher://books.example.org:70/_x",
        "data:text/html,hello",
        "javascript:alert(1)",
        "dict://127.0.0.1:11211/",
        "//books.example.org/",
        "books.example.org",
        "https:books.example.org",
        "https:///path",
        "",
    ],
)
def test_only_https_leaves(url):
    refused(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1",  # noqa: S104
        "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.01", "127.000.000.001", "10.0.0.8",
        "192.168.0.1", "172.16.9.9", "169.254.169.254", "0xa9fea9fe", "2852039166",
        "0251.0376.0251.0376", "100.64.0.1", "100.100.100.200", "168.63.129.16", "198.18.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "1.2.3.4.5", "256.1.1.1", "8.8.8.8.", "0x",
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[fe80::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[fd00::1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::8.8.8.8]", "[2002:7f00:1::]", "[2002:808:808::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[fd00:ec2::254]", "[2001:db8::1]", "[ff02::1]",
        "[v1.example]", "[127.0.0.1]", "[::1].example.org", "[::1", "::1", "[]",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused_however_it_is_written(host):
    refused(f"https://{host}/")
    refused(f"https://{host}:443/latest/meta-data/")


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "localhost.", "www.localhost", "metadata", "intranet", "searxng",
        "printer.local", "metadata.google.internal", "nas.lan", "wiki.corp", "router.home.arpa",
    ],
)  # fmt: skip
def test_names_of_private_networks_are_refused_without_asking_for_them(host):
    resolve = answers(PUBLIC)
    with pytest.raises(OutboundRefused):
        checked_target(f"https://{host}/", CLOSED, resolve)
    assert resolve.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://books.example.org@127.0.0.1/",
        "https://user:secret@books.example.org/",
        "https://user@books.example.org/",
        "https://@books.example.org/",
        "https://books.example.org%40127.0.0.1/",
        "https://127.0.0.1%2f.example.org/",
        "https://%31%32%37.0.0.1/",
        "https://books.example.org\\@127.0.0.1/",
        "https:\\\\127.0.0.1/",
        "https://books.example.org/a\\b",
        "https://books.example.org/a b",
        "https://books.example.org/a\r\nHost: 127.0.0.1",
        "https://books.example.org/a\tb",
        " https://books.example.org/",
        "https://books.example.org/\x00",
        "https://books.example.org/\x7f",
        "https://books.exa\nmple.org/",
        "https://books.example.org/\u2028",
        "https://books.example.org/\u202e",
        "https://books.example.org/\ud800",
        "https://books.example.org:0/",
        "https://books.example.org:65536/",
        "https://books.example.org:-1/",
        "https://books.example.org:443:80/",
        "https://books.example.org:４４３/",
        "https://books.example.org:22/",
        "https://books.example.org:25/",
        "https://books..example.org/",
        "https://.example.org/",
        "https://books.example.org./",
        "https://-books.example.org/",
        "https://books-.example.org/",
        "https://books,example.org/",
        "https://books;example.org/",
        "https://a$b.example.org/",
        "https://" + "a" * 64 + ".example.org/",
        "https://" + "a." * 127 + "example.org/",
        "https://books.example.org/" + "a" * 2_000,
    ],
)
def test_what_two_programs_may_read_differently_is_refused(url):
    resolve = answers(PUBLIC)
    with pytest.raises(OutboundRefused) as caught:
        checked_target(url, CLOSED, resolve)
    assert resolve.asked == []
    assert "secret" not in caught.value.message
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "host",
    [
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "１２７.0.0.1",
        "ｅxample.org",
        "exam\u200bple.org",
        "exam\u00adple.org",
        "straße.example",
        "ⓔxample.org",
        "example．org",
        "books.example.org\uff0f.evil.example",
    ],
)
def test_characters_that_turn_into_others_make_no_host(host):
    refused(f"https://{host}/")


def test_letters_of_other_languages_are_read_as_the_name_server_knows_them():
    target = checked_target("https://bäckerei.example/", CLOSED, answers(PUBLIC))
    assert target.host == "xn--bckerei-5wa.example"
    again = checked_target("https://xn--bckerei-5wa.example/", CLOSED, answers(PUBLIC))
    assert again.host == target.host


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0", "::1", "::ffff:10.0.0.1",  # noqa: S104
     "fe80::1%2",
     "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.9"],
)  # fmt: skip
def test_a_public_name_that_leads_inside_is_refused(address):
    error = refused("https://books.example.org/", CLOSED, address)
    assert "books.example.org leads to an address that" in error.message


def test_one_bad_address_among_good_ones_is_enough():
    refused("https://books.example.org/", CLOSED, PUBLIC, "192.168.1.1")
    refused("https://books.example.org/", CLOSED, "8.8.8.8", PUBLIC, "::1")


def test_a_refusal_says_which_setting_lets_ones_own_server_through():
    assert "LEDGERFLOW_PRIVATE_HOSTS" in refused("https://127.0.0.1/").hint
    assert "LEDGERFLOW_PRIVATE_HOSTS" in refused("http://llm.internal:8080/").hint


LISTED = OutboundPolicy(frozenset({"llm.internal:8080", "searxng", "127.0.0.1:9000", "[::1]:80"}))


@pytest.mark.parametrize(
    ("url", "address", "host_header"),
    [
        ("http://llm.internal:8080/v1", "10.0.0.5", "llm.internal:8080"),
        ("https://llm.internal:8080/v1", "10.0.0.5", "llm.internal:8080"),
        ("http://searxng/search", "172.18.0.4", "searxng"),
        ("http://searxng:8888/search", "172.18.0.4", "searxng:8888"),
        ("http://127.0.0.1:9000/", "127.0.0.1", "127.0.0.1:9000"),
        ("http://[::1]/", "::1", "[::1]"),
    ],
)
def test_a_listed_host_may_be_private_and_speak_plain_http(url, address, host_header):
    target = checked_target(url, LISTED, answers(address))
    assert target.addresses == (address,)
    assert target.host_header == host_header


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://llm.internal:8081/v1", "10.0.0.5"),
        ("http://llm.internal/v1", "10.0.0.5"),
        ("http://other.internal:8080/v1", "10.0.0.5"),
        ("http://127.0.0.1:9001/", "127.0.0.1"),
        ("http://localhost:9000/", "127.0.0.1"),
        ("http://2130706433:9000/", "127.0.0.1"),
        ("http://[::ffff:127.0.0.1]:9000/", "127.0.0.1"),
        ("http://searxng/", "169.254.169.254"),
        ("http://searxng/", "0.0.0.0"),  # noqa: S104
        ("gopher://searxng/", "172.18.0.4"),
    ],
)
def test_listing_one_server_opens_no_other(url, address):
    refused(url, LISTED, address)


def test_the_text_of_a_url_is_judged_without_a_name_server():
    assert checked_url("https://books.example.org/v1", CLOSED).addresses == ()
    assert checked_url(f"https://{PUBLIC}/v1", CLOSED).addresses == (PUBLIC,)
    with pytest.raises(OutboundRefused):
        checked_url("http://10.0.0.1/v1", CLOSED)


def test_a_name_that_nobody_knows_is_said_to_be_unknown():
    def fails(host, port, **how):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    for resolve in (fails, answers()):
        with pytest.raises(Unreachable, match=r"books\.example\.org"):
            checked_target("https://books.example.org/", CLOSED, resolve)


PARTS = [
    "https", "http", "HTTPS", "://", ":", "/", "//", "@", "\\", "?", "#", "%", "%2e", ".", "..",
    "[", "]", "::", "::1", "::ffff:", "127", "127.0.0.1", "0x7f", "0", "2130706433", "10.0.0.1",
    "8.8.8.8", "localhost", "books", "example", "org", "xn--", "-", "_", " ", "\t", "\n",
    "\x00", "\u202e", "。", "①", "é", "ß", "443", "80", "65536", ";", ",", "&", "=", "user",
]  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=9), st.booleans())
def test_whatever_is_let_through_is_public_and_reads_the_same_again(parts, has_start):
    url = "".join(["https://", *parts] if has_start else parts)
    try:
        target = checked_target(url, CLOSED, answers(PUBLIC))
    except OutboundRefused:
        return
    assert target.scheme == "https"
    assert {address_fault(one, is_listed=False) for one in target.addresses} == {None}
    assert checked_target(target.url, CLOSED, answers(PUBLIC)) == target
    assert urlsplit(target.url).hostname == target.host
    assert target.path.isascii()
    assert target.path.startswith("/")
