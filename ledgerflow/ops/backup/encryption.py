"""Backups that only the operator can read: age, to a public key, as a stream.

Here: sealing what is written, opening what is read, and reading keys. Not here: where the bytes
come from or go. The private key is never needed to make a backup: it may stay off this host.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped]

from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.ops.backup.manifest import Manifest
from ledgerflow.ops.backup.names import ENCRYPTED
from ledgerflow.ops.backup.streams import Sink, Writer

NO_KEY_MATCHES = "No matching keys found"


def recipient_of(text: str) -> Recipient:
    """An age public key; InputError("backup_recipient")."""
    try:
        return Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise InputError(
            "LEDGERFLOW_BACKUP_AGE_RECIPIENT is not an age public key.",
            code="backup_recipient",
            hint="It looks like age1... and is the public half of what `age-keygen` writes.",
        ) from error


def identities_in(path: Path) -> list[Identity]:
    """The private keys of a file as `age-keygen` writes it; InputError("backup_identity")."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise _bad_identity(path, "it cannot be read as one") from error
    if not found:
        raise _bad_identity(path, "there is none in it")
    return found


@contextmanager
def sealed(sink: Sink, recipients: Sequence[Recipient]) -> Iterator[Writer]:
    """Where to write plaintext so that `sink` gets it encrypted; plain without recipients.

    What is written before the body fails is a complete age file: the caller throws it away.
    """
    if not recipients:
        yield sink
        return
    reading, writing = os.pipe()
    source = os.fdopen(reading, "rb")  # closed by the thread
    worker = _Worker(lambda: pyrage.encrypt_io(source, sink, recipients), source)
    with worker.joined(), os.fdopen(writing, "wb") as plain:
        yield plain


@contextmanager
def opened(
    path: Path,
    part_name: str,
    manifest: Manifest,
    identity_file: Path | None = None,
    extra_identities: Sequence[Identity] = (),
) -> Iterator[BinaryIO]:
    """A reader of one file's plaintext, encrypted or not (`part_name` tells).

    The reader may be left before its end. Raises InputError("backup_needs_identity") without a
    private key, InputError("backup_identity") for a wrong one, and at the end
    InputError("backup_not_valid") where the encryption shows that bytes were changed or cut.
    """
    with path.open("rb") as file:
        if not part_name.endswith(ENCRYPTED):
            yield file
            return
        identities = [*extra_identities, *(identities_in(identity_file) if identity_file else ())]
        if not identities:
            raise _no_identity(part_name, manifest)
        reading, writing = os.pipe()
        plain = _Tap(os.fdopen(writing, "wb", buffering=0))  # closed by the thread
        worker = _Worker(lambda: pyrage.decrypt_io(file, plain, identities), plain)
        try:
            with worker.joined(), os.fdopen(reading, "rb") as reader:
                yield reader
        except (pyrage.DecryptError, OSError) as error:
            if worker.failure is None:
                raise
            raise _not_opened(part_name, identity_file, worker.failure) from error


class _Tap:
    """The pipe's end that plaintext goes into; remembers a reader that left early."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self.left_early = False

    def write(self, data: bytes) -> int:
        try:
            self._pipe.write(data)
        except BrokenPipeError:
            self.left_early = True
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self._pipe.close()


class _Worker:
    """Encryption in a thread, between a pipe and a file; its failure is the one that counts."""

    def __init__(self, work: Callable[[], None], end: BinaryIO | _Tap) -> None:
        self.failure: Exception | None = None
        self._work, self._end = work, end
        self._thread = threading.Thread(target=self._run, name="age", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
            if not (isinstance(self._end, _Tap) and self._end.left_early):
                self.failure = error
        finally:
            with suppress(OSError):
                self._end.close()

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Wait for the end; raise the thread's failure before what it led to elsewhere."""
        try:
            yield
        except (OSError, LedgerFlowError):
            self._thread.join()
            if self.failure is not None:
                raise self.failure from None
            raise
        self._thread.join()
        if self.failure is not None:
            raise self.failure


def _no_identity(part_name: str, manifest: Manifest) -> InputError:
    return InputError(
        f"{part_name} is encrypted to {manifest.encrypted_to}; its private key is not here.",
        code="backup_needs_identity",
        hint="Give its file with --identity or LEDGERFLOW_BACKUP_AGE_IDENTITY_FILE.",
    )


def _bad_identity(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} does not give an age private key: {why}.",
        code="backup_identity",
        hint="Give the file that `age-keygen` wrote; its key begins with AGE-SECRET-KEY-1.",
    )


def _not_opened(part_name: str, identity_file: Path | None, error: Exception) -> LedgerFlowError:
    if NO_KEY_MATCHES in str(error):
        return InputError(
            f"{part_name} cannot be decrypted with {identity_file or 'the key at hand'}: it was"
            " encrypted to another key.",
            code="backup_identity",
            hint="The manifest's encrypted_to names the public key; use its private half.",
        )
    return InputError(
        f"{part_name} cannot be decrypted: its bytes were changed or cut ({error}).",
        code="backup_not_valid",
        hint="Use another backup; keep this one's files for a closer look.",
    )
