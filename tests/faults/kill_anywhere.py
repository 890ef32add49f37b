"""Does one step of a night and is killed before the n-th time that it would change something on the disk.

`python -m tests.faults.kill_anywhere KEY` (the desk's, in hex) reads `[[STEP, FOLDER, N], …]` as JSON and answers with
how many changes each had come to. Every step is a process of its own that this one traces, forked from here so that
Python starts once. The kernel stops it at each system call: the writes of the database's own library are counted as
those of Python are.
"""

import ctypes
import json
import os
import platform
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from tests.faults.night import STEPS, reopened

_TRACE_ME, _SYSCALL, _KILL_WITH_ME, _GET_SYSCALL_INFO = 0, 24, 1 << 20, 0x420E
_SET_OPTIONS, _MARKED = 0x4200, 1
_CALL_STOP = signal.SIGTRAP | 0x80
_ENTRY, _NUMBER_AT = 1, 24
"""Of `struct ptrace_syscall_info`: that a call begins, and where its number stands."""
CHANGING = {
    # write, pwrite64, writev, fsync, fdatasync, ftruncate, rename, mkdir, unlink, openat, unlinkat, renameat, renameat2
    "x86_64": {1, 18, 20, 74, 75, 77, 82, 83, 87, 257, 263, 264, 316},
    "aarch64": {64, 68, 66, 82, 83, 46, 34, 56, 35, 38, 276},
}
"""System calls that change something on the disk, or may: a file that is opened may be made."""
_libc = ctypes.CDLL(None, use_errno=True)


def can_trace() -> bool:
    """Whether this kernel tells a tracer which system call it stopped."""
    return sys.platform == "linux" and platform.machine() in CHANGING


def _ptrace(request: int, pid: int, address: int = 0, data: object = 0) -> int:
    done = int(_libc.ptrace(request, pid, ctypes.c_void_p(address), data))
    if done < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return done


def _step(step: str, root: Path, key: bytes) -> None:
    """In the child: open both sides, let the tracer begin, and do it."""
    both = reopened(root, key)
    _ptrace(_TRACE_ME, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    STEPS[step](both, root)


def _changes(pid: int) -> bool:
    """Whether the call at which a process stands is about to change something."""
    info = (ctypes.c_ubyte * 88)()
    _ptrace(_GET_SYSCALL_INFO, pid, ctypes.sizeof(info), info)
    number = int.from_bytes(bytes(info[_NUMBER_AT : _NUMBER_AT + 8]), "little")
    return info[0] == _ENTRY and number in CHANGING[platform.machine()]


def kill_before(step: str, root: Path, count: int, key: bytes) -> int:
    """Do a step and kill it before its change of this number; how many changes it came to, less where it had no more.

    Raises:
        RuntimeError: It ended by itself, and not well.
    """
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            _step(step, root, key)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSTOPPED(status):
        _ptrace(_SET_OPTIONS, pid, 0, ctypes.c_void_p(_MARKED | _KILL_WITH_ME))
    changes = 0
    while os.WIFSTOPPED(status):
        stopped = os.WSTOPSIG(status)
        ours = stopped in (_CALL_STOP, signal.SIGSTOP)
        if stopped == _CALL_STOP and _changes(pid):
            changes += 1
            if changes == count:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return changes
        _ptrace(_SYSCALL, pid, 0, ctypes.c_void_p(0 if ours else stopped))
        status = os.waitpid(pid, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"{step} in {root} ended by itself")
    return changes


def main(jobs: Sequence[tuple[str, str, int]], key: bytes) -> list[int]:
    """Do them all, one after the other."""
    return [kill_before(step, Path(root), count, key) for step, root, count in jobs]


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin), bytes.fromhex(sys.argv[1]))))
