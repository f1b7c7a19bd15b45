"""A server that speaks OpenAI's protocol over real loopback HTTP, as badly as it is told to.

Each request is answered by the next behaviour, the last one again and again; what was asked is
kept in `asked`. A behaviour is a function of the request's body that gives a Reply.
"""

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """What goes back. `wait` seconds before anything, `drip` seconds between single bytes."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    wait: float = 0.0
    drip: float = 0.0
    is_reset: bool = False


Behaviour = Callable[[Body], Reply]


def completion(message: Mapping[str, Any], *, finish: str = "stop", **more: Any) -> Reply:
    """A chat completion with this message; `usage=None` leaves the usage out."""
    whole: dict[str, Any] = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1_770_000_000,
        "model": "fake",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}
        ],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    } | more
    if whole["usage"] is None:
        del whole["usage"]
    return Reply(body=json.dumps(whole).encode())


def called(*calls: tuple[str, str], content: str | None = None, **more: Any) -> Reply:
    """A reply that calls tools: pairs of name and arguments as JSON text."""
    listed = [
        {"id": f"call-{at}", "type": "function", "function": {"name": name, "arguments": text}}
        for at, (name, text) in enumerate(calls)
    ]
    return completion({"content": content, "tool_calls": listed}, **more)


def says(text: str, **more: Any) -> Behaviour:
    """Words."""
    return lambda _body: completion({"content": text}, **more)


def calls(tool: str, /, **arguments: Any) -> Behaviour:
    """One call of a tool."""
    return lambda _body: called((tool, json.dumps(arguments)))


def answers(**fields: Any) -> Behaviour:
    """An answer, through the tool `answer` where it is offered, else as words."""
    text = json.dumps(fields)
    return lambda body: _answer(body, text)


def answers_text(text: str, **more: Any) -> Behaviour:
    """As `answers`, the arguments being any text at all."""
    return lambda body: _answer(body, text, **more)


def _answer(body: Body, text: str, **more: Any) -> Reply:
    offered = {tool["function"]["name"] for tool in body.get("tools", ())}
    if "answer" in offered:
        return called(("answer", text), **more)
    return completion({"content": text}, **more)


def fails(status: int, **headers: str) -> Behaviour:
    """An HTTP error, its headers with "_" for "-"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _body: Reply(status, b'{"error":{"message":"no","code":"no"}}', named)


def sends(body: bytes, content_type: str = "application/json", status: int = 200) -> Behaviour:
    """Any bytes."""
    return lambda _body: Reply(status, body, content_type=content_type)


def hangs(seconds: float = 5.0) -> Behaviour:
    """Nothing for a long while."""
    return lambda _body: Reply(wait=seconds)


def drips(seconds: float = 0.05) -> Behaviour:
    """A good reply, one byte at a time."""
    return lambda _body: Reply(body=completion({"content": "{}"}).body, drip=seconds)


def resets() -> Behaviour:
    """The connection is cut."""
    return lambda _body: Reply(is_reset=True)


def falls_over(when: Callable[[Body], bool], otherwise: Behaviour) -> Behaviour:
    """500 for requests of some shape, as small servers do."""
    return lambda body: fails(500)(body) if when(body) else otherwise(body)


def wants_json_schema(body: Body) -> bool:
    return body.get("response_format", {}).get("type") == "json_schema"


def wants_required_tool(body: Body) -> bool:
    return body.get("tool_choice") not in (None, "auto", "none")


def has_null_content(body: Body) -> bool:
    return any(one.get("content", "") is None for one in body["messages"])


@dataclass(frozen=True)
class Asked:
    """A request as the server got it."""

    body: Body
    headers: Mapping[str, str]
    at: float


class FakeOpenAI:
    """The server; a context manager."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)
        self.asked: list[Asked] = []
        self.connections = 0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def host(self) -> str:
        """For the list of private hosts."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        return f"http://{self.host}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _next(self, body: Body, headers: Mapping[str, str]) -> Reply:
        with self._lock:
            self.asked.append(Asked(body, headers, time.monotonic()))
            at = min(len(self.asked), len(self.behaviours)) - 1
        return self.behaviours[at](body)

    def _count(self, step: int) -> None:
        with self._lock:
            self._at_once += step
            self.most_at_once = max(self.most_at_once, self._at_once)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self) -> None:
                fake.connections += 1
                # A client that is gone in the middle is nothing to print.
                with contextlib.suppress(OSError):
                    super().handle()

            def log_message(self, *_: object) -> None:
                """Silent."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake._count(1)
                try:
                    # The client may be gone by now: that is what some behaviours are for.
                    with contextlib.suppress(OSError):
                        self._answer(fake._next(body, dict(self.headers)))
                finally:
                    fake._count(-1)

            def _answer(self, reply: Reply) -> None:
                fake._closing.wait(reply.wait)
                if reply.is_reset:
                    linger = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    self.connection.close()
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if not reply.drip:
                    self.wfile.write(reply.body)
                    return
                for at in range(len(reply.body)):
                    if fake._closing.wait(reply.drip):
                        return
                    self.wfile.write(reply.body[at : at + 1])

        return Handler
