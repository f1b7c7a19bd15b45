"""Locks the running process: limits, no sockets, no new processes, no writing; for children only.

Here: rlimits, an audit hook (every platform) and a seccomp filter (Linux on x86-64 and arm64).
Not here: when to use it. The hook alone is no wall against native code; seccomp is.
"""

import ctypes
import os
import platform
import struct
import sys
from typing import Any

_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.fork",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
    "ftplib.",
    "http.",
    "urllib.",
    "smtplib.",
    "ctypes.dlopen",
    "pty.",
)
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1  # errno EPERM
# (audit architecture, number of clone, numbers of: socket, connect, bind, sendto, socketpair, fork,
# vfork, execve, execveat, ptrace, kill, unlink(at), rename(at), and io_uring_setup, which could
# open sockets by itself). Clone makes threads as well, so it is refused by its flags.
_X86 = (41, 42, 49, 44, 53, 57, 58, 59, 322, 101, 62, 87, 263, 82, 264, 425)
_ARM = (198, 203, 200, 206, 199, 221, 281, 117, 129, 35, 38, 276, 425)
_ARCHITECTURES = {"x86_64": (0xC000003E, 56, _X86), "aarch64": (0xC00000B7, 220, _ARM)}
_CLONE3, _CLONE_THREAD, _NOT_THERE = 435, 0x10000, 0x00050000 | 38  # errno ENOSYS
_X32_BIT = 0x40000000


def lock_down(*, memory_bytes: int, cpu_s: int) -> None:
    """Give up what reading a file never needs. There is no way back in this process."""
    _set_limits(memory_bytes, cpu_s)
    _filter_system_calls()
    sys.addaudithook(_refuse)


def _set_limits(memory_bytes: int, cpu_s: int) -> None:
    """Bound memory, CPU, written files, processes and core dumps, as far as the system can."""
    if sys.platform == "win32":
        return
    import resource

    limits = [
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
    ]
    for kind, soft, hard in limits:
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError) as fault:  # a stricter limit stands, or the system has none
            sys.stderr.write(f"limit {kind}: {fault}\n")


def _filter_system_calls() -> None:
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return
    program = _program(*_ARCHITECTURES[platform.machine()])
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    header = ctypes.create_string_buffer(filter_, len(filter_))
    zero = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) == 0:
        mode, where = ctypes.c_ulong(_SECCOMP_FILTER), ctypes.c_ulong(ctypes.addressof(header))
        if libc.prctl(_PR_SET_SECCOMP, mode, where, zero, zero) == 0:
            return
    sys.stderr.write(f"seccomp: {os.strerror(ctypes.get_errno())}\n")


def _program(architecture: int, clone: int, numbers: tuple[int, ...]) -> bytes:
    """Classic BPF: another architecture, a refused call or a new process ends with EPERM.

    Each step is (code, jump if true, jump if false, value); jumps count the steps to skip.
    """
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    call, machine, first_argument = 0, 4, 16
    allow = 4 + len(numbers) + 1 + 3  # the three answers stand last
    deny, absent = allow + 1, allow + 2
    steps = [(load, 0, 0, machine), (equal, 0, deny - 2, architecture), (load, 0, 0, call)]
    steps.append((at_least, deny - 4, 0, _X32_BIT))
    for number in (*numbers, _CLONE3):
        target = absent if number == _CLONE3 else deny
        steps.append((equal, target - len(steps) - 1, 0, number))
    steps.append((equal, 0, allow - len(steps) - 1, clone))
    steps.append((load, 0, 0, first_argument))
    at = len(steps) + 1
    steps += [(any_bit, allow - at, deny - at, _CLONE_THREAD), (give, 0, 0, _ALLOW)]
    steps += [(give, 0, 0, _DENY), (give, 0, 0, _NOT_THERE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and not set("wax+").isdisjoint(mode)
        if writes or (isinstance(flags, int) and flags & _WRITE_FLAGS):
            raise PermissionError("a reader may not write")
    elif event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"a reader may not do this: {event}")
