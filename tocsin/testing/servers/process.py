"""One server process: started with a log file, waited for, ended by its pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

_POLL: Final = 0.2  #: seconds between two looks whether a server is ready
_PORTS: Final = range(20_000, 32_000)  #: IANA's dynamic ports begin at 49152, Linux's own at 32768
_asked = count()  #: no port is given twice by one process


def free_ports(number: int) -> list[int]:
    """Return loopback ports that were free a moment ago, all different.

    They lie below those that systems give to outgoing connections: else a client that asks for a
    server that is not up yet may be given the server's own port, and the server cannot listen.
    """
    found: list[int] = []
    while len(found) < number:
        port = _PORTS.start + (os.getpid() * 101 + next(_asked)) % len(_PORTS)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
    return found


class ServerProcess:
    """A child process whose output goes to ``log``; it can be ended, killed, frozen and thawed."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self._child: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 – our own command
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=dict(environment) if environment is not None else None,
                start_new_session=True,  # Ctrl-C in a terminal goes to the test run, not to the server
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._child.poll()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Return when ``ready`` says so; raise `RuntimeError` with the log's end where it never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.code is not None:
                raise RuntimeError(f"ended with {self.code}:\n{self.tail()}")
            if ready():
                return
            time.sleep(_POLL)
        raise RuntimeError(f"not ready after {seconds:.0f} s:\n{self.tail()}")

    def tail(self, lines: int = 40) -> str:
        """Return the last lines of the log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    def signal(self, which: signal.Signals) -> None:
        """Send a signal to the process and whatever it started."""
        if self.code is None:
            os.killpg(self._child.pid, which)

    def end(self, *, seconds: float = 30) -> int:
        """Ask it to end, insist after ``seconds``, and return the exit code."""
        self.signal(signal.SIGTERM)
        self.signal(signal.SIGCONT)
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End it at once (SIGKILL) and return the exit code."""
        self.signal(signal.SIGKILL)
        return self._child.wait()
