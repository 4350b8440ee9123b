"""E-mail, Slack and the other channels: one finished message to one recipient, and whether it was accepted.

`services` is the only module that knows apprise; `sender` sends, `outcome` says why something was not accepted, and
`hiding` keeps the secrets of channels' addresses out of every log and error.
"""

from __future__ import annotations

from watcher.adapters.channels.sender import AppriseChannels
from watcher.adapters.channels.services import channel_url_mistake

__all__ = ["AppriseChannels", "channel_url_mistake"]
