"""Runs commands in processes of their own without each importing the libraries anew: a server that has, forks them.

`python -m tests.cli.forking FD` answers requests on a socket; `Forker` is the other end of it. Nothing of
`advisor_tui.cli` is imported before the fork, so that a command still does everything that depends on its words and
its language by itself.
"""

import array
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

_STANDARD = (0, 1, 2)
_WORD = 8
"""Bytes that say how long a request is."""


class Forker:
    """A server beside this process; it ends with it."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        with other:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.forking", str(other.fileno())],
                pass_fds=[other.fileno()], start_new_session=True,
            )  # fmt: skip

    def run(self, words: list[str], cwd: Path | None, stdin: str, timeout: float) -> tuple[int, str, str]:
        """The exit code (minus the signal that ended it), and what was said on stdout and stderr.

        Raises:
            TimeoutError: It goes on for longer; it is killed, and the server with it.
        """
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin.encode())
            given.seek(0)
            request = json.dumps([words, str(cwd or Path.cwd()), dict(os.environ)]).encode()
            files = array.array("i", [given.fileno(), out.fileno(), err.fileno()])
            self._socket.settimeout(timeout)
            self._socket.sendmsg(
                [len(request).to_bytes(_WORD, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files.tobytes())]
            )
            self._socket.sendall(request)
            try:
                answer = self._socket.recv(_WORD)
            except TimeoutError:
                self.close()
                raise
            assert len(answer) == _WORD, "the server of commands has ended"
            out.seek(0)
            err.seek(0)
            return int.from_bytes(answer, "big", signed=True), out.read().decode(), err.read().decode()

    @property
    def ended(self) -> bool:
        """It was closed, or broke off."""
        return self._server.poll() is not None

    def close(self) -> None:
        """End the server, and the command that it runs."""
        self._socket.close()
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()


def _requests(server: socket.socket) -> None:
    """Fork once for each request; comes back in the child alone."""
    for name in ("advisor_tui.desk.desk", "advisor_tui.headoffice.office", "typer.main"):
        __import__(name)
    while True:
        files = array.array("i")
        head, notes, _, _ = server.recvmsg(_WORD, socket.CMSG_SPACE(len(_STANDARD) * files.itemsize))
        if not head:
            os._exit(0)
        files.frombytes(notes[0][2])
        request = b""
        while len(request) < int.from_bytes(head, "big"):
            request += server.recv(1 << 20)
        child = os.fork()
        if child == 0:
            server.close()
            words, cwd, environment = json.loads(request)
            _become(words, cwd, environment, list(files))
            return
        for file in files:
            os.close(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        server.sendall(code.to_bytes(_WORD, "big", signed=True))


def _become(words: list[str], cwd: str, environment: dict[str, str], files: list[int]) -> None:
    """What a new process would have been given."""
    for file, standard in zip(files, _STANDARD, strict=True):
        os.dup2(file, standard)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words


if __name__ == "__main__":
    _requests(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("advisor_tui", run_name="__main__", alter_sys=True)
