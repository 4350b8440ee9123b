"""One poll, from the watchlist to the notices: asking, reading, telling, saving. Start with `poller.py`."""

from watcher.poll.poller import Poller
from watcher.poll.result import CaseChanged, CaseFailed, PollResult

__all__ = ["CaseChanged", "CaseFailed", "PollResult", "Poller"]
