"""Connections go where they were let go, under the name they were let go to."""

import socket
import ssl

import pytest

from tests.loopback import closed_port, silent
from tests.tools.outbound.raw_server import saying
from tools.outbound.addresses import Target
from tools.outbound.connecting import Deadline, _tls, connected
from tools.outbound.failures import BadAnswer, TooSlow, Unreachable


class PlainTls:
    """A TLS context that takes the name and leaves the connection as it is."""

    def __init__(self):
        self.names = []

    def wrap_socket(self, held, server_hostname):
        self.names.append(server_hostname)
        return held


def target(port, scheme="http", addresses=("127.0.0.1",), host="books.example.org"):
    return Target(f"{scheme}://{host}/", scheme, host, port, "/", addresses)


def test_the_checked_address_is_connected_to_and_not_the_name():
    with saying(b"hello", reads_head=False) as raw:
        connection = connected(target(raw.port), Deadline(2))
        connection.receive_most = 100
        assert connection.address == "127.0.0.1"
        assert connection.makefile().read() == b"hello"
        assert connection.received_bytes == 5
        connection.close()
        connection.close()


def test_the_next_address_is_tried_where_one_takes_no_connection():
    with saying(b"hello", reads_head=False) as raw:
        connection = connected(target(raw.port, addresses=("::1", "127.0.0.1")), Deadline(2))
        assert connection.address == "127.0.0.1"
        connection.close()


def test_an_address_that_is_silent_leaves_time_for_the_next(monkeypatch):
    """The first of two has half of the time; a connection is dropped where it would hang."""
    real, waited = socket.socket.connect, []

    def connect(held, where):
        waited.append(held.gettimeout())
        if where[0] == "127.0.0.9":
            raise TimeoutError("nobody answers")
        real(held, where)

    monkeypatch.setattr(socket.socket, "connect", connect)
    with saying(b"hello", reads_head=False) as raw:
        addresses = ("127.0.0.9", "127.0.0.1")
        connection = connected(target(raw.port, addresses=addresses), Deadline(4))
        assert connection.address == "127.0.0.1"
        connection.close()
        with pytest.raises(TooSlow, match="4 s"):
            connected(target(raw.port, addresses=("127.0.0.9",) * 9), Deadline(4))
    assert 1.5 < waited[0] <= 2
    assert len(waited) == 2 + 4


def test_where_nobody_listens_is_unreachable():
    with pytest.raises(Unreachable, match="does not take connections"):
        connected(target(closed_port()), Deadline(2))


def test_the_certificate_is_asked_for_under_the_hosts_name():
    tls = PlainTls()
    with saying(b"", reads_head=False) as raw:
        connected(target(raw.port, "https"), Deadline(2), tls).close()
    assert tls.names == ["books.example.org"]


def test_the_server_hears_the_hosts_name_in_the_handshake_and_must_answer_in_tls():
    heard = []

    def listen(_raw, connection, _head):
        heard.append(connection.recv(4_096))
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with saying(listen, reads_head=False) as raw, pytest.raises(Unreachable, match="certificate"):
        connected(target(raw.port, "https"), Deadline(2))
    assert b"books.example.org" in heard[0]


def test_certificates_and_their_names_are_checked():
    assert _tls().verify_mode is ssl.CERT_REQUIRED
    assert _tls().check_hostname


def test_a_handshake_that_never_ends_ends():
    with silent() as port, pytest.raises(TooSlow, match=r"0\.1 s"):
        connected(target(port, "https"), Deadline(0.1))


def test_bytes_beyond_the_limit_end_the_connection():
    with saying(b"x" * 1_000, reads_head=False) as raw:
        connection = connected(target(raw.port), Deadline(2))
        connection.receive_most = 999
        with pytest.raises(BadAnswer, match="larger"):
            connection.makefile().read()
        connection.close()


def test_a_deadline_is_one_moment():
    now = [100.0]
    deadline = Deadline(5, clock=lambda: now[0])
    now[0] = 103.0
    assert deadline.left() == 2.0
    now[0] = 105.0
    with pytest.raises(TooSlow, match="5 s"):
        deadline.left()


def test_no_socket_stays_open_after_a_failure(monkeypatch):
    made = []
    real = socket.socket

    def remembered(*arguments):
        made.append(real(*arguments))
        return made[-1]

    monkeypatch.setattr(socket, "socket", remembered)
    with pytest.raises(Unreachable):
        connected(target(closed_port()), Deadline(2))
    assert [one.fileno() for one in made[-1:]] == [-1]
