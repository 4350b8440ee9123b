"""The settings that belong to the agreed format and that this version reads without acting on them."""

from __future__ import annotations

from collections.abc import Iterable

from watcher.config.nodes import Mapping, Node, Scalar, Sequence

_AT_ONCE = "notices go at once, all of them"
_CHANNEL = {
    "send": f"digests come with a later version; {_AT_ONCE}",
    "least": f"severities come with a later version; {_AT_ONCE}",
    "only": f"categories come with a later version; {_AT_ONCE}",
    "except": f"categories come with a later version; {_AT_ONCE}",
    "quiet": "quiet hours come with a later version; notices go at any hour",
    "critical": "quiet hours and digests come with a later version; notices go at any hour",
    "format": "a later version obeys it; each channel takes the form that it shows best",
    "attach": "attachments come with a later version; notices link to the documents",
    "attach_wait": "attachments come with a later version; notices wait for none",
    "discreet": "it comes with a later version; notices name client, reference, group and label",
    "summary": "regular summaries come with a later version; none is sent",
}
_TOP = {
    "heartbeat_url": "it is not called yet",
    "settle": "changes are told at once, without waiting for more of the same case",
    "templates": "notices have their built-in form",
}
_GROUP = {
    "only": "categories come with a later version; all changes are told",
    "except": "categories come with a later version; all changes are told",
    "paralegal": "it is kept, and shown by a later version",
}
_MOST_NAMED = 3
_NO_CHANGE = frozenset({("send", "at once"), ("critical", "at once"), ("least", "noise"), ("discreet", "no")})
"""What this version does anyhow needs no sentence."""


def not_yet(root: Mapping) -> tuple[str, ...]:
    """One sentence for each setting that is given and that this version does not act on."""
    found = [f"{key}: {said}" for key, said in _TOP.items() if root.get(key) is not None]
    database = root.get("database")
    if isinstance(database, Scalar) and database.text.strip().lower().startswith(
        ("postgresql://", "postgres://")
    ):
        found.append("database: PostgreSQL comes with a later version; give a path, such as tmwatch.db")
    found += [
        f"channels.{name}.{key}: {_CHANNEL[key]}"
        for name, node in _named(root.get("channels"))
        for key in _given(node, _CHANNEL)
    ]
    found += [
        f"people.{name}.role: it is kept, and used by a later version"
        for name, node in _named(root.get("people"))
        if node.get("role") is not None
    ]
    watch = root.get("watch")
    groups = [it for it in watch.items if isinstance(it, Mapping)] if isinstance(watch, Sequence) else []
    found += _in_groups(groups)
    return tuple(found)


def _named(node: Node | None) -> list[tuple[str, Mapping]]:
    entries = node.entries.items() if isinstance(node, Mapping) else ()
    return [(name, it) for name, it in entries if isinstance(it, Mapping)]


def _given(node: Mapping, known: Iterable[str]) -> list[str]:
    """The keys of a channel that are given and that change what this version does."""
    given = [(key, node.get(key)) for key in known]
    return [
        key
        for key, it in given
        if it is not None and not (isinstance(it, Scalar) and (key, it.text.lower()) in _NO_CHANGE)
    ]


def _in_groups(groups: list[Mapping]) -> list[str]:
    """One sentence for each key, however many groups or marks have it."""
    found = []
    for key, said in _GROUP.items():
        names = [
            name.text
            for group in groups
            if group.get(key) is not None and isinstance(name := group.get("name"), Scalar)
        ]
        if names:
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            found.append(f"watch[].{key} ({', '.join(names[:_MOST_NAMED])}{more}): {said}")
    return found
