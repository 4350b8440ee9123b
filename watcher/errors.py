"""What can go wrong, named for who must act.

::

    TmwatchError
    |-- ConfigError                the operator, now: the watchlist or the command line is wrong (exit 2)
    |-- KeyRefusedError            the operator, now: the USPTO does not take the API key (exit 3)
    |-- SourceError                the next poll: the USPTO gave no usable answer
    |   |-- NoSuchCaseError          404 with a key that works
    |   |-- EmptyAnswerError         200 or 204 without a body
    |   |-- NotWhatWasAskedError     HTML, JSON or another content type where a document was asked for
    |   |-- MalformedRequestError    400: the number is not one
    |   |-- FormatRefusedError       406
    |   |-- RateLimitedError         429, with the moment from which we may ask again
    |   |-- ServiceDownError         5xx, reset, timeout, DNS, TLS
    |   |-- AnswerTooLargeError      more than `max_body`
    |   `-- RedirectRefusedError     a redirect to another host: the key must not go there
    |-- UnreadableDocumentError    a human looks: the document is not one that we can read
    |-- DeliveryError              the outbox: a channel did not take a notice
    |-- StoreError                 the operator: our memory cannot be used
    |   |-- DatabaseTooNewError      written by a newer tmwatch
    |   `-- BaselineMovedError       another process saved this case meanwhile; read it again
    |-- AlreadyRunningError        the operator: another daemon works on this database
    `-- StopRequested              nobody: the process was asked to end

Each edge translates its library's exceptions once, into these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake of ours about one case or one notice raises: recorded against it, and the others go on."""


class TmwatchError(Exception):
    """Anything that tmwatch says about itself; `str()` is a sentence for a person, without secrets."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file, and what would be right.

    `line` counts from 1; None where the mistake has no line (a file that does not exist).
    """

    file: Path | None
    line: int | None
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        place = (
            f"{self.file or 'command line'}:{self.line}: "
            if self.line
            else f"{self.file or 'command line'}: "
        )
        return place + self.wrong + (f" ({self.right})" if self.right else "")


class ConfigError(TmwatchError):
    """The watchlist or the command line is wrong: every mistake at once."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class AnswerError(TmwatchError):
    """The USPTO's answer cannot be used.

    `response_code` is HTTP's, None when there was no answer; `asked_at` and `answered_at` are moments in UTC
    (`answered_at` is when we gave up, if nothing came). They go into the record of checks.
    """

    def __init__(
        self,
        reason: str,
        *,
        response_code: int | None = None,
        asked_at: datetime | None = None,
        answered_at: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.response_code = response_code
        self.asked_at = asked_at
        self.answered_at = answered_at


class KeyRefusedError(AnswerError):
    """The API key is missing, wrong, expired, or a key for another service (tsdr.md, "Answers")."""


class SourceError(AnswerError):
    """No usable answer this time; the next poll asks again. Never a change."""


class NoSuchCaseError(SourceError):
    """404, and the key's self-test says that the key works: the USPTO knows no such case."""


class EmptyAnswerError(SourceError):
    """200 or 204 without a body: a degraded service, or no such case."""


class NotWhatWasAskedError(SourceError):
    """An answer of another kind: an HTML maintenance page, JSON for XML, another root element."""


class MalformedRequestError(SourceError):
    """400: the USPTO says that the number is malformed."""


class FormatRefusedError(SourceError):
    """406: the USPTO does not give this in the format that we ask for."""


class RateLimitedError(SourceError):
    """429: over the limit. `retry_at` (UTC) is when we may ask again."""

    def __init__(self, reason: str, *, retry_at: datetime, **kwargs: object) -> None:
        super().__init__(reason, **kwargs)  # type: ignore[arg-type]  # the keywords of AnswerError
        self.retry_at = retry_at


class ServiceDownError(SourceError):
    """5xx, connection reset, timeout, no DNS, TLS failure: trouble or maintenance."""


class AnswerTooLargeError(SourceError):
    """The body, as sent or as decompressed, is larger than `tsdr.max_body`."""


class BatchTooLargeError(SourceError):
    """One request asked for more cases than the USPTO answers at once: ask for half as many."""


class RedirectRefusedError(SourceError):
    """A redirect to another host was not followed: the API key must not go there."""


class UnreadableDocumentError(TmwatchError):
    """A document that we cannot read as a status document; `reason` says why. A human looks."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DeliveryError(TmwatchError):
    """A channel did not take a notice.

    `permanent`: trying again cannot help (the address is refused for good). `maybe_delivered`: it may have
    arrived all the same (a timeout after sending), so the next try says that it may be a repeat.
    """

    def __init__(self, reason: str, *, permanent: bool = False, maybe_delivered: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.maybe_delivered = maybe_delivered


class StoreError(TmwatchError):
    """Our memory cannot be used: the disk is full, the file is locked, damaged or not ours."""


class DatabaseTooNewError(StoreError):
    """The database was written by a newer tmwatch than this one."""


class BaselineMovedError(StoreError):
    """Another process saved this case after we had loaded it; nothing was written. Read it again."""


class AlreadyRunningError(TmwatchError):
    """Another daemon works on this database."""


class StopRequested(TmwatchError):  # noqa: N818  # a request, not an error: it unwinds a wait
    """The process was asked to end; waits are cut short by raising this."""
