"""Where the API key comes from: the watchlist, a file, or a credential that systemd hands over."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from watcher.config.nodes import Mapping, Scalar
from watcher.config.read import Reading
from watcher.config.schema import TsdrShape
from watcher.config.settings import Secret

CREDENTIAL = "tsdr-api-key"
"""The name under which systemd's LoadCredential= gives the key."""
_LONGEST_KEY = 4096
_KEY = re.compile(r"[\x21-\x7e]+")
_THREE_WAYS = (
    f"one of: tsdr.api_key: ${{USPTO_API_KEY}}; tsdr.api_key_file: PATH; a systemd credential named {CREDENTIAL} "
    "(LoadCredential=). Keys are free at account.uspto.gov/api-manager"
)


def find_api_key(
    tsdr: TsdrShape, node: Mapping | None, reading: Reading, credentials_directory: Path | None
) -> Secret | None:
    """The key, or None with a mistake noted: it is missing, given twice, unreadable or no key."""
    line = node.line if node else None
    if tsdr.api_key is not None and tsdr.api_key_file is not None and node is not None:
        said = "tsdr has both api_key and api_key_file"
        reading.trouble.note(
            max(node.line_of("api_key"), node.line_of("api_key_file")), said, "keep one of them"
        )
        return None
    if tsdr.api_key is not None and node is not None:
        _warn_of_readers(node, reading)
        return _checked(tsdr.api_key, "tsdr.api_key", node.line_of("api_key"), reading)
    if tsdr.api_key_file is not None and node is not None:
        line = node.line_of("api_key_file")
        return _from_file(reading.beside(tsdr.api_key_file), "tsdr.api_key_file", line, reading)
    credential = credentials_directory / CREDENTIAL if credentials_directory else None
    if credential is not None and credential.exists():
        return _from_file(
            credential, f"the systemd credential {CREDENTIAL}", line, reading, is_credential=True
        )
    reading.trouble.note(line, "the API key of the USPTO is missing", _THREE_WAYS)
    return None


def _from_file(
    path: Path, what: str, line: int | None, reading: Reading, *, is_credential: bool = False
) -> Secret | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_KEY + 1)
            mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        reading.trouble.note(
            line,
            f"{what}: {path} cannot be read: {why.lower()}",
            "a file that holds the key and nothing else",
        )
        return None
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and not is_credential:
        said = f"{what}: others can read {path}"
        reading.trouble.warn(line, said, f"chmod 600 {path}")
    return _checked(data.decode("utf-8-sig", "replace"), what, line, reading)


def _checked(text: str, what: str, line: int | None, reading: Reading) -> Secret | None:
    key = text.strip()
    if not key:
        reading.trouble.note(line, f"{what} is empty", _THREE_WAYS)
    elif len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        right = "letters and digits in one line, as the USPTO's API manager shows them"
        reading.trouble.note(line, f"{what} does not hold an API key", right)
    else:
        return Secret(key)
    return None


def _warn_of_readers(node: Mapping, reading: Reading) -> None:
    """A key that stands in the watchlist itself, when others can read the file."""
    written = node.get("api_key")
    if not isinstance(written, Scalar) or "${" in written.text or not reading.path.is_file():
        return
    if reading.path.stat().st_mode & stat.S_IRWXO:
        right = "api_key: ${USPTO_API_KEY}, or api_key_file, or chmod 600"
        reading.trouble.warn(written.line, "the API key stands in a file that everybody can read", right)
