"""The USPTO's TSDR service over HTTP.

`client.py` knows what is asked and what a good answer is, `http.py` sends and bounds, `wire.py` holds the sockets,
`trouble.py` translates errors, `answers.py` reads bodies.
"""

from watcher.adapters.tsdr.client import BundleForm, TsdrClient

__all__ = ["BundleForm", "TsdrClient"]
