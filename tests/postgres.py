"""A real PostgreSQL server for tests: started once a process on a socket in a temporary folder, stopped at its end."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from sqlalchemy.engine import make_url

_USER = "postgres"
_numbers = count()


def binaries() -> Path | None:
    """Where Debian's packages put the server's programs, the newest version first; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def _runs_as() -> str | None:
    """The user that the server runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


class Server:
    """A running server."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.programs, self._user = programs, _runs_as()
        if self._user:
            shutil.chown(self.folder, self._user)
        data = self.folder / "data"
        self._do("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off",
            "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB", "max_connections": "30",
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(data), *options], user=self._user, cwd=self.folder, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        atexit.register(self.stop)
        until = monotonic() + 30
        while subprocess.run([programs / "pg_isready", "-q", "-h", self.folder], cwd="/").returncode:
            alive = self._process.poll() is None
            assert alive and monotonic() < until, (self.folder / "log").read_text()  # noqa: PT018

    def _do(self, program: str, *words: object) -> None:
        command = [str(self.programs / program), *map(str, words)]
        done = subprocess.run(command, user=self._user, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def address(self, database: str, user: str = _USER) -> str:
        """A database's address, as `head-office init --warehouse` takes it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the server's administrator, each by itself."""
        with psycopg.connect(host=str(self.folder), user=_USER, dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def database(self, template: str = "template1") -> str:
        """Make a new database, a copy of another if one is named."""
        name = f"hq_{os.getpid()}_{next(_numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, address: str) -> None:
        """Remove a database that a test made, by its address."""
        self.run(f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # a fast shutdown
            self._process.wait(timeout=30)
        # In a session of its own: a worker of the test runner is given little time to end, and these are many files.
        subprocess.Popen(["rm", "-rf", str(self.folder)], start_new_session=True).wait()


@cache
def server() -> Server | None:
    """The server of this process; None where PostgreSQL is not installed."""
    programs = binaries()
    return Server(programs) if programs else None


def need_server() -> Server:
    """The server; the test is skipped, and says so, where there can be none."""
    running = server()
    if running is None:
        pytest.skip("NOT TESTED with PostgreSQL, which is not installed (apt-get install postgresql)")
    return running
