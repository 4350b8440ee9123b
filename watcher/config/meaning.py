"""What a watchlist means, in sentences, for `tmwatch validate`: who is watched, how often, who is told, is it enough."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from watcher.config.budget import Budget
from watcher.config.settings import Watchlist
from watcher.config.values import in_words
from watcher.trademark.numbers import NumberKind


def describe(watchlist: Watchlist) -> list[str]:
    """The meaning of a watchlist; the same for the same watchlist, without secrets, times in its time zone."""
    return [
        _what(watchlist),
        *_other_numbers(watchlist),
        _how_often(watchlist),
        Budget.of(watchlist, _cases(watchlist)).in_words(),
        *_who(watchlist),
        _where(watchlist),
    ]


def _what(watchlist: Watchlist) -> str:
    cases = _cases(watchlist)
    groups = ", ".join(f"{group.name} ({len(group.marks):,}, {group.role})" for group in watchlist.groups)
    repeated = sum(len(group.marks) for group in watchlist.groups) - cases
    more = (
        f"; {_count(repeated, 'line names', 'lines name')} a case of another group again" if repeated else ""
    )
    return f"{_count(len(watchlist.groups), 'group')}, {_count(cases, 'case')}: {groups or 'nothing is watched'}{more}."


def _other_numbers(watchlist: Watchlist) -> list[str]:
    kinds = Counter(
        number.kind for number in {mark.number for group in watchlist.groups for mark in group.marks}
    )
    del kinds[NumberKind.SERIAL]
    if not kinds:
        return []
    words = {
        NumberKind.REGISTRATION: "registration number",
        NumberKind.INTERNATIONAL: "international registration",
        NumberKind.REFERENCE: "reference number",
    }
    listed = ", ".join(_count(count, words[kind]) for kind, count in sorted(kinds.items()))
    return [f"Looked up once for their serial numbers: {listed}."]


def _how_often(watchlist: Watchlist) -> str:
    poll = watchlist.poll
    return (
        f"Each is looked at every {_each(poll.every)} and read in full at least every {_each(poll.full_fetch_every)}; "
        f"one that the USPTO reports as modified is read in full until {in_words(poll.day_grace)} after that day."
    )


def _who(watchlist: Watchlist) -> list[str]:
    told: dict[str, list[str]] = {}
    for group in watchlist.groups:
        channels = dict.fromkeys((*group.tell, *(name for mark in group.marks for name in mark.tell)))
        for channel in channels:
            told.setdefault(channel, []).append(group.name)
    said = [f"Told on {channel}: {', '.join(groups)}." for channel, groups in told.items()]
    muted = [mark.mute_until for group in watchlist.groups for mark in group.marks if mark.mute_until]
    if muted:
        said.append(f"{_count(len(muted), 'mark')} muted for a time, the last until {max(muted)}.")
    return [*said, f"Told of trouble: {watchlist.operator}."]


def _where(watchlist: Watchlist) -> str:
    is_url = "://" in watchlist.database
    database = "a PostgreSQL database" if is_url else watchlist.database
    return f"What was seen is kept in {database}. Times are those of {watchlist.time_zone.key}."


def _cases(watchlist: Watchlist) -> int:
    """How many cases the watchlist names, as far as it can be known without asking."""
    return len({mark.number for group in watchlist.groups for mark in group.marks})


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _each(length: timedelta) -> str:
    """`hour` for one hour, `7 days` for more."""
    return in_words(length).removeprefix("1 ")
