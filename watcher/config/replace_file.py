"""Replaces a file at once or not at all, and never over somebody else's change."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import ConfigError, Mistake


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file that is going to be replaced: `data` is what it held when it was opened, behind its symbolic links."""

    path: Path
    real: Path
    data: bytes

    def replace_with(self, data: bytes) -> None:
        """Put new contents in the file's place: written beside it, on the disk, then renamed; mode and owner stay.

        Raises:
            ConfigError: it cannot be written, or it is not what it was when it was opened. The file is as it was.
        """
        if data == self.data:
            return
        try:
            self._replace(data)
        except OSError as error:
            raise _refusal(
                self.path, f"cannot be written: {(error.strerror or str(error)).lower()}"
            ) from None

    def _replace(self, data: bytes) -> None:
        status = self.real.stat()
        handle, name = tempfile.mkstemp(prefix=f".{self.real.name}.", dir=self.real.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if (os.geteuid(), os.getegid()) != (status.st_uid, status.st_gid):
                    os.fchown(file.fileno(), status.st_uid, status.st_gid)
                os.fchmod(file.fileno(), status.st_mode & 0o7777)
                os.fsync(file.fileno())
            self._must_be_as_it_was()
            Path(name).rename(self.real)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        folder = os.open(self.real.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _must_be_as_it_was(self) -> None:
        if self.real.read_bytes() != self.data:
            wrong = "somebody else changed the file meanwhile"
            raise ConfigError((Mistake(self.path, None, wrong, "look at it, then try again"),))


@contextmanager
def open_for_replacement(path: Path) -> Iterator[Replacement]:
    """A file and its contents, locked against others who replace it in this way, until the block ends.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        real = path.resolve(strict=True)
        file = real.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            data = file.read()
        except OSError as error:
            raise _unreadable(path, error) from None
        yield Replacement(path, real, data)


def _unreadable(path: Path, error: OSError) -> ConfigError:
    return _refusal(path, f"cannot be read: {(error.strerror or str(error)).lower()}")


def _refusal(path: Path, wrong: str) -> ConfigError:
    right = "the watchlist and its folder must be writable for whoever changes it"
    return ConfigError((Mistake(path, None, wrong, right),))
