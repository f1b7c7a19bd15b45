"""A socket between the application and PostgreSQL that cuts the line at a chosen moment.

Here: forwarding bytes and cutting: before the server hears a word, or after it did but before the
application hears the answer. Not here: what must hold (test_books_cut.py).
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAIT_SECONDS = 10.0


class CuttingProxy:
    """Listens as `.s.PGSQL.PORT` in `folder`; cuts the connection that says `word`, once."""

    def __init__(self, folder: Path, server: str, port: str) -> None:
        name = f".s.PGSQL.{port or 5432}"
        self.server = f"{server}/{name}"
        self.word: bytes = b""
        self.hears = True
        self.cuts = 0
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(folder / name))
        self.listening.listen(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, word: bytes, *, server_hears: bool) -> None:
        """Cut when the application next says this; the server hears it or not."""
        self.word, self.hears = word, server_hears

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            server.connect(self.server)
            quiet = threading.Event()
            for source, target, is_client in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._forward, args=(source, target, is_client, quiet), daemon=True
                ).start()

    def _forward(
        self, source: socket.socket, target: socket.socket, is_client: bool, quiet: threading.Event
    ) -> None:
        try:
            while data := source.recv(65536):
                if is_client and self.word and self.word in data:
                    self.word = b""
                    self.cuts += 1
                    quiet.set()
                    if self.hears:
                        target.sendall(data)
                        continue  # the answer is swallowed below, then both ends close
                    break
                if not is_client and quiet.is_set():
                    break
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def cutting_proxy(folder: Path, server: str, port: str) -> Iterator[CuttingProxy]:
    """A proxy that is gone afterwards."""
    proxy = CuttingProxy(folder, server, port)
    try:
        yield proxy
    finally:
        proxy.listening.close()
