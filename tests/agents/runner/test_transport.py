"""The wire to a model's server, over real loopback HTTP."""

import asyncio
import hashlib
import json
import socket
from collections.abc import Mapping

import httpx2
import pytest

from ledgerflow.agents.records import OutboundRecord
from ledgerflow.agents.runner.transport import REPLY_BYTES_MAX, PinnedTransport, ReplyTooLarge
from tests.agents.runner import fake_openai as server
from tests.agents.runner.fake_openai import FakeOpenAI
from tools.errors import OutboundRefused
from tools.outbound.addresses import OutboundPolicy, Target, checked_target

KEY = {"authorization": "Bearer sk-invented-0123456789"}
BODY = {"model": "tiny-1", "messages": []}


def target_of(fake: FakeOpenAI) -> Target:
    return checked_target(fake.base_url, OutboundPolicy(private_hosts=frozenset({fake.host})))


def post(
    target: Target,
    url: str,
    records: list[OutboundRecord],
    *,
    headers: Mapping[str, str] | None = None,
    times: int = 1,
) -> httpx2.Response:
    async def send() -> httpx2.Response:
        transport = PinnedTransport(target, KEY, records.append)
        async with httpx2.AsyncClient(transport=transport, trust_env=False) as client:
            for _ in range(times):
                response = await client.post(url, json=BODY, headers=headers)
            return response

    return asyncio.run(send())


def test_a_request_arrives_with_few_headers_and_the_key() -> None:
    records: list[OutboundRecord] = []
    with FakeOpenAI(server.says("Hi.")) as fake:
        chatty = {"X-Stainless-OS": "Linux", "OpenAI-Organization": "org-1", "Cookie": "a=b"}
        response = post(target_of(fake), f"{fake.base_url}/x", records, headers=chatty)
        sent = {name.lower(): value for name, value in fake.asked[0].headers.items()}
    assert response.json()["choices"]
    assert sent.keys() == {
        "host", "accept", "content-type", "content-length", "accept-encoding", "user-agent",
        "authorization",
    }  # fmt: skip
    assert sent["accept-encoding"] == "identity"
    assert sent["host"] == fake.host


def test_what_left_is_recorded_with_its_body_and_without_the_key() -> None:
    records: list[OutboundRecord] = []
    with FakeOpenAI(server.says("Hi.")) as fake:
        post(target_of(fake), f"{fake.base_url}/x", records)
    (record,) = records
    assert (record.purpose, record.method, record.status) == ("model", "POST", 200)
    assert (record.host, record.address) == ("127.0.0.1", "127.0.0.1")
    assert json.loads(record.sent_text) == BODY
    assert record.sent_sha256 == hashlib.sha256(record.sent_text.encode()).hexdigest()
    assert record.sent_bytes == len(record.sent_text)
    assert record.received_bytes > 100
    assert "sk-invented" not in repr(record)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "https://127.0.0.1/x", "http://localhost/x", "http://[::1]/x"]
)
def test_no_other_server_is_reached(url: str) -> None:
    records: list[OutboundRecord] = []
    with FakeOpenAI(server.says("Hi.")) as fake, pytest.raises(OutboundRefused):
        post(target_of(fake), url, records)
    assert fake.asked == []
    assert (records[0].refused != "", records[0].sent_text, records[0].address) == (True, "", "")


def test_the_checked_address_is_used_and_no_name_server_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(*_: object, **__: object) -> object:
        raise AssertionError("a name was looked up after it was checked")

    with FakeOpenAI(server.says("Hi.")) as fake:
        port = target_of(fake).port
        named = Target("", "http", "llm.internal", port, "/", ("127.0.0.9", "127.0.0.1"))
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        # Nobody listens on 127.0.0.9: the next checked address is tried.
        response = post(named, f"http://llm.internal:{port}/x", [])
        assert response.status_code == 200
        assert fake.asked[0].headers["host"] == f"llm.internal:{port}"


def test_a_redirect_is_handed_back_and_not_followed() -> None:
    with FakeOpenAI(server.fails(302, Location="/elsewhere")) as fake:
        assert post(target_of(fake), f"{fake.base_url}/x", []).status_code == 302
        assert len(fake.asked) == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        server.sends(b"x" * (REPLY_BYTES_MAX + 1)),
        lambda _b: server.Reply(body=b"x", headers={"Content-Encoding": "gzip"}),
        lambda _b: server.Reply(body=b"x", headers={"Content-Encoding": "br"}),
    ],
)
def test_a_reply_is_bounded_and_never_unpacked(behaviour: server.Behaviour) -> None:
    records: list[OutboundRecord] = []
    with FakeOpenAI(behaviour) as fake, pytest.raises(ReplyTooLarge):
        post(target_of(fake), f"{fake.base_url}/x", records)
    assert records[0].status == 200
    assert records[0].received_bytes < REPLY_BYTES_MAX + 100_000


def test_a_cut_connection_is_a_fault_of_the_network() -> None:
    with FakeOpenAI(server.resets()) as fake, pytest.raises(httpx2.NetworkError):
        post(target_of(fake), f"{fake.base_url}/x", [])


def test_one_connection_serves_the_steps_of_a_run() -> None:
    with FakeOpenAI(server.says("Hi.")) as fake:
        post(target_of(fake), f"{fake.base_url}/x", [], times=3)
        assert (len(fake.asked), fake.connections) == (3, 1)
