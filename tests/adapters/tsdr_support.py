"""What the tests of the TSDR client share: a client for an address, without a database behind its limits."""

import json
import threading

from watcher.adapters.clock import SystemClock
from watcher.adapters.tsdr import TsdrClient
from watcher.config.settings import Secret, TsdrSettings
from watcher.trademark.numbers import SerialNumber

KEY = "planted-key-0123456789abcdefghijklmn"
CASE = SerialNumber("97123456")
DATES = json.dumps(
    {
        "caseUpdateInfo": [
            {
                "caseData": {"caseProsecutionData": {"lastModifiedDate": "2023-03-22"}},
                "name": "Serial Number",
                "value": CASE,
            }
        ]
    }
).encode()
DOCUMENT = b'<?xml version="1.0"?><a:TrademarkTransaction xmlns:a="urn:us:gov:doc:uspto:trademark"/>'


class OpenGate:
    """Lets everything through, and keeps what asked; the real limiter has tests of its own."""

    def __init__(self):
        self.taken = []
        self.pauses = []
        self._lock = threading.Lock()

    def acquire(self, kind):
        with self._lock:
            self.taken.append(kind)

    def pause(self, kind, until):
        self.pauses.append((kind, until))


def client_for(base_url, *, gate=None, clock=None, **settings):
    settings.setdefault("api_key", Secret(KEY))
    settings.setdefault("timeout", 5.0)
    return TsdrClient(TsdrSettings(base_url=base_url, **settings), gate or OpenGate(), clock or SystemClock())
