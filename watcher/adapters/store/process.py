"""Which process is this, and does that one still live? So that what a dead one claimed is taken over at once."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from pathlib import Path

from watcher.errors import AlreadyRunningError, StoreError


def process_token() -> str:
    """A name for this process that no other ever has: host, process number, its start, and chance."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}/{secrets.token_hex(4)}"


def is_alive(token: str) -> bool:
    """May the process that this token names still be working? In doubt (another host): yes, until its lease ends."""
    host, _, rest = token.partition("/")
    pid, _, started = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return True
    return _started(int(pid)) == started.partition("/")[0]


def _started(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty when there is no such process (or no /proc)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "alive" if not Path("/proc/self/stat").exists() and _signalable(pid) else ""
    return stat.rsplit(")", 1)[1].split()[19]


def _signalable(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class OnlyOne:
    """The right to be the daemon of a database, held until the process ends; the kernel gives it back if it dies."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(f"cannot write beside the database: {self._path}: {error.strerror}") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._handle, 100, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._handle)
            raise AlreadyRunningError(
                f"tmwatch run is at work on {database} already (process {holder}): stop it first, or name another "
                "database; tmwatch check may run beside it"
            ) from error
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Give the right back."""
        os.close(self._handle)


def is_running(database: Path) -> bool:
    """Is a daemon at work on this database now?"""
    path = database.with_name(database.name + ".lock")
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
