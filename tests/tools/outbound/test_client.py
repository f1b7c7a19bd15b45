"""GET within its limits, against servers that keep to none."""

import gzip
import socket
import threading
import time

import pytest

from tests.tools.outbound.raw_server import answer, saying
from tests.tools.outbound.test_connecting import PlainTls
from tools.errors import OutboundRefused, ToolFailed
from tools.outbound.addresses import OutboundPolicy
from tools.outbound.client import get
from tools.outbound.failures import BadAnswer, TooSlow, Unreachable

PATIENCE = 5.0


def asked(raw, path="/", seconds=2.0, max_bytes=10_000, **how):
    """GET from a server of the test, which the policy lists."""
    policy = OutboundPolicy(frozenset({raw.listed}))
    return get(raw.url + path, policy=policy, seconds=seconds, max_bytes=max_bytes, **how)


def pointing_to(*rounds):
    """A name server that gives these addresses, round after round, and counts."""
    left = list(rounds)

    def resolve(_host, port, **_how):
        resolve.times += 1
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    resolve.times = 0
    return resolve


def test_an_answer_comes_back_as_it_is():
    said = answer(b"hello", Content_Type="text/plain; charset=utf-8", X_More="1")
    with saying(said) as raw:
        fetched = asked(raw, "/a?b=c", headers={"Accept": "text/plain"})
    assert fetched.url == f"{raw.url}/a?b=c"
    assert (fetched.status, fetched.body, fetched.was_cut) == (200, b"hello", False)
    assert fetched.content_type == "text/plain; charset=utf-8"
    assert fetched.headers["x-more"] == "1"


def test_what_is_sent_is_little_and_cannot_be_talked_out_of():
    with saying(answer(b"")) as raw:
        asked(raw, headers={"Accept": "text/html", "Host": "evil.example", "Connection": "keep"})
    assert raw.heads == [
        f"GET / HTTP/1.1\r\nUser-Agent: Mozilla/5.0 (compatible; LedgerFlow)\r\n"
        f"Accept: text/html\r\nHost: {raw.listed}\r\nConnection: close\r\n"
        f"Accept-Encoding: identity\r\n\r\n".encode()
    ]


def test_no_header_can_be_smuggled_in():
    with saying(answer(b"")) as raw, pytest.raises(ToolFailed):
        asked(raw, headers={"Accept": "a\r\nHost: evil.example"})
    assert raw.heads == []


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content"])
def test_any_status_is_an_answer(status):
    with saying(answer(b"", status=status)) as raw:
        assert asked(raw).status == int(status[:3])


def test_a_body_is_cut_at_the_limit():
    with saying(answer(b"x" * 50_000)) as raw:
        fetched = asked(raw, max_bytes=20_000)
    assert len(fetched.body) == 20_000
    assert fetched.was_cut


def test_a_body_of_just_the_limit_is_whole():
    with saying(answer(b"x" * 20_000)) as raw:
        assert not asked(raw, max_bytes=20_000).was_cut


def test_a_length_that_is_a_lie_reserves_no_memory_and_ends():
    said = answer(b"x" * 100, length=False, Content_Length=str(10**15))
    with saying(said) as raw, pytest.raises(BadAnswer, match="broke off"):
        asked(raw)
    said = answer(b"x" * 100_000, length=False, Content_Length=str(10**15))
    with saying(said) as raw:
        assert len(asked(raw).body) == 10_000


@pytest.mark.parametrize("length", ["-5", "many", "1e3", ""])
def test_a_length_that_is_none_is_not_believed(length):
    with saying(answer(b"hello", length=False, Content_Length=length)) as raw:
        assert asked(raw).body == b"hello"


def test_a_body_without_a_length_ends_with_the_connection():
    with saying(answer(b"hello", length=False)) as raw:
        assert asked(raw).body == b"hello"


def test_chunks_are_put_together():
    said = answer(b"5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n", length=False,
                  Transfer_Encoding="chunked")  # fmt: skip
    with saying(said) as raw:
        assert asked(raw).body == b"hello!"


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\nhello\r\n",
        b"5\r\nhel",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n",
        b"5" + b";" * 70_000 + b"\r\nhello",
        b"ffffffffffffffffffffff\r\nhello\r\n",
        b"\r\n" * 10,
    ],
)
def test_chunks_that_are_none_are_a_bad_answer(chunks):
    said = answer(chunks, length=False, Transfer_Encoding="chunked")
    with saying(said) as raw, pytest.raises(BadAnswer):
        asked(raw)


def test_chunks_of_one_byte_end_at_a_size_too():
    chunks = b"1\r\nx\r\n" * 60_000
    with saying(answer(chunks, length=False, Transfer_Encoding="chunked")) as raw:
        assert len(asked(raw, max_bytes=10_000).body) == 10_000


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000,
        b"y" * 1_000_000,
    ],
)
def test_what_is_no_http_is_a_bad_answer(said):
    with saying(said) as raw, pytest.raises(BadAnswer):
        asked(raw)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "x-invented", "gzip, identity"])
def test_a_packed_body_is_not_unpacked(coding):
    bomb = gzip.compress(b"\0" * 10_000_000)
    with saying(answer(bomb, Content_Encoding=coding)) as raw, pytest.raises(BadAnswer, match="pa"):
        asked(raw)


def test_a_packed_transfer_is_not_unpacked_either():
    bomb = gzip.compress(b"\0" * 10_000_000)
    said = answer(bomb, length=False, Transfer_Encoding="gzip, chunked")
    with saying(said) as raw, pytest.raises(BadAnswer, match="packed"):
        asked(raw)


def dripping(*parts):
    """A script that sends the first parts at once and the last one again and again, slowly."""

    def script(raw, connection, _head):
        connection.sendall(b"".join(parts[:-1]))
        raw.drip(connection, (parts[-1] for _ in range(100_000)))

    return script


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda raw, _connection, _head: raw.ended.wait(30), id="silence"),
        pytest.param(dripping(b"H"), id="status line"),
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), id="headers"),
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\nX: ", b"y"), id="one header"),
        pytest.param(dripping(b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
        pytest.param(dripping(answer(b"x", length=False), b"x"), id="body"),
        pytest.param(
            dripping(answer(length=False, Transfer_Encoding="chunked"), b"1\r\nx\r\n"), id="chunks"
        ),
        pytest.param(
            dripping(answer(b"5;", length=False, Transfer_Encoding="chunked"), b"x"), id="chunk"
        ),
        pytest.param(
            dripping(answer(b"0\r\n", length=False, Transfer_Encoding="chunked"), b"X: y\r\n"),
            id="trailer",
        ),
        pytest.param(dripping(answer(length=False, Content_Length="1000000"), b"x"), id="length"),
    ],
)
def test_one_deadline_holds_for_whatever_drips(script):
    with saying(script) as raw:
        began = time.monotonic()
        with pytest.raises(TooSlow, match=r"0\.15 s"):
            asked(raw, seconds=0.15)
        assert time.monotonic() - began < PATIENCE


def test_a_slow_name_server_uses_up_the_same_time():
    never = threading.Event()
    with pytest.raises(TooSlow):
        get(
            "https://books.example.org/",
            policy=OutboundPolicy(),
            seconds=0.1,
            max_bytes=100,
            resolve=lambda *_, **__: never.wait(10),
        )
    never.set()


def test_a_name_is_resolved_once_even_over_redirects():
    """The second answer, inside, is never asked for."""
    here = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /next\r\n\r\n"

    def script(_raw, connection, head):
        connection.sendall(here if head.startswith(b"GET / ") else answer(b"arrived"))

    resolve = pointing_to(["127.0.0.1"], ["10.0.0.1"])
    with saying(script) as raw:
        policy = OutboundPolicy(frozenset({f"books.example.org:{raw.port}"}))
        url = f"http://books.example.org:{raw.port}/"
        fetched = get(url, policy=policy, seconds=2, max_bytes=100, resolve=resolve)
    assert fetched.body == b"arrived"
    assert fetched.url.endswith("/next")
    assert resolve.times == 1
    assert all(f"Host: books.example.org:{raw.port}".encode() in head for head in raw.heads)


def test_a_name_that_turns_inside_is_refused_before_anything_is_sent():
    resolve = pointing_to(["93.184.215.14", "127.0.0.1"])
    with saying(answer(b"secret")) as raw:
        with pytest.raises(OutboundRefused, match="private network"):
            get(
                f"https://books.example.org:{raw.port}/",
                policy=OutboundPolicy(),
                seconds=2,
                max_bytes=100,
                resolve=resolve,
            )
        assert raw.heads == []


def redirecting(where, status="302 Found"):
    return answer(b"", status=status, Location=where)


@pytest.mark.parametrize(
    "where",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http://elsewhere.example/",
        "http://localhost:{port}/",
        "http://127.0.0.2:{port}/",
        "http://2130706433:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://127.0.0.1:{other}/",
        "http://127.0.0.1/",
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:{port}/_x",
        "javascript:alert(1)",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1",
        "\\\\127.0.0.1\\share",
        "/a b",
    ],
)
def test_a_redirect_to_another_host_scheme_or_port_is_refused(where):
    with saying(b"") as target:
        script = []
        with saying(lambda _raw, connection, _head: connection.sendall(script[0])) as raw:
            script.append(redirecting(where.format(port=raw.port, other=target.port)))
            with pytest.raises(OutboundRefused):
                asked(raw)
            assert len(raw.heads) == 1
        assert target.heads == []


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_on_the_same_host_is_followed(status):
    def script(_raw, connection, head):
        is_first = head.startswith(b"GET /old ")
        connection.sendall(redirecting("new?x=1", status) if is_first else answer(b"new"))

    with saying(script) as raw:
        fetched = asked(raw, "/old")
    assert (fetched.body, fetched.url) == (b"new", f"{raw.url}/new?x=1")


def test_a_redirect_goes_up_to_https_and_never_down():
    tls = PlainTls()

    def script(raw, connection, head):
        is_first = head.startswith(b"GET /up ")
        up, down = f"https://127.0.0.1:{raw.port}/down", f"http://127.0.0.1:{raw.port}/"
        connection.sendall(redirecting(up if is_first else down))

    with saying(script) as raw, pytest.raises(OutboundRefused, match="from https to http"):
        asked(raw, "/up", tls=tls)
    assert len(raw.heads) == 2
    assert tls.names == ["127.0.0.1"]


def test_redirects_in_a_circle_end():
    with saying(redirecting("/again")) as raw:
        with pytest.raises(ToolFailed, match="more than 3 times"):
            asked(raw)
        assert len(raw.heads) == 4


def test_a_redirect_to_nowhere_is_an_answer():
    with saying(answer(b"lost", status="302 Found")) as raw:
        assert asked(raw).status == 302


def test_every_request_is_noted_whether_it_was_answered_or_not():
    hops = []
    with saying(redirecting("/again")) as raw, pytest.raises(ToolFailed):
        asked(raw, max_redirects=1, noted=hops.append)
    assert [(hop.status, hop.address, hop.host) for hop in hops] == [
        (302, "127.0.0.1", "127.0.0.1")
    ] * 2
    assert hops[0].url == f"{raw.url}/"
    assert hops[1].url == f"{raw.url}/again"
    assert hops[0].sent_bytes == len(raw.heads[0])
    assert hops[0].received_bytes > 0
    with pytest.raises(Unreachable):
        asked(raw, noted=hops.append)
    assert (hops[-1].status, hops[-1].sent_bytes) == (None, 0)


def test_the_environments_proxies_are_not_used(monkeypatch):
    with saying(b"") as proxy, saying(answer(b"direct")) as raw:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert asked(raw).body == b"direct"
        assert proxy.heads == []
