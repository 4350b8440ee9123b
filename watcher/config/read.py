"""A mapping of the watchlist, read into its shape; what does not fit becomes a mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from watcher.config import schema
from watcher.config.nodes import Mapping as MappingNode
from watcher.config.nodes import Node, Scalar, Sequence, kind_of
from watcher.config.trouble import Trouble, did_you_mean, show, show_key
from watcher.config.values import BadShapeError, BadValueError
from watcher.config.variables import Variables

S = TypeVar("S", bound=schema.Shape)

_ADDRESSES = frozenset({"url", "base_url", "proxy", "heartbeat_url"})
_SECRETS = _ADDRESSES | {"api_key", "database"}


class Reading:
    """What one load of a watchlist shares: where trouble goes, the environment, the file's folder.

    A rehearsal looks for no key and no certificates: only what the text itself says is checked.
    Does not decide what the parts of a watchlist mean together.
    """

    def __init__(
        self,
        path: Path,
        environ: Mapping[str, str],
        is_channel_url: Callable[[str], str | None],
        *,
        rehearsal: bool = False,
    ) -> None:
        self.path = path
        self.trouble = Trouble(path)
        self.variables = Variables(environ)
        self.is_channel_url = is_channel_url
        self.rehearsal = rehearsal

    def beside(self, written: str) -> Path:
        """A path of the watchlist: relative ones start at its folder."""
        return self.path.parent / Path(written.strip()).expanduser()

    def section(self, node: Node | None, where: str, right: str) -> MappingNode | None:
        """The node as a mapping; None, with a mistake, when something else stands there."""
        if node is None or isinstance(node, MappingNode):
            return node
        self.trouble.note(node.line, f"{where}: {kind_of(node)} where keys with values belong", right)
        return None

    def shape(self, shape: type[S], node: MappingNode, where: str) -> S | None:
        """The mapping in its shape, or None when a mistake was noted. `where` begins each sentence: `poll.`."""
        broken: set[int] = set()
        elsewhere = {key for key, field in shape.model_fields.items() if field.annotation is Any}
        own = {key: entry for key, entry in node.entries.items() if key not in elsewhere}
        given = self._plain(MappingNode(node.line, own), where, broken)
        try:
            read = shape.model_validate(given)
        except schema.ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                self._note(one, node, where, shape, broken)
            return None
        return None if broken else read

    def _plain(self, node: Node, where: str, broken: set[int]) -> Any:
        """The node as dictionaries, lists and text with its variables filled in; keys without a value left out."""
        match node:
            case MappingNode():
                return {
                    key: self._text(value, where + key, broken, key)
                    if isinstance(value, Scalar)
                    else self._plain(value, f"{where}{key}.", broken)
                    for key, value in node.entries.items()
                    if not (isinstance(value, Scalar) and value.empty)
                }
            case Sequence():
                return [self._plain(item, where, broken) for item in node.items]
            case Scalar():
                return self._text(node, where.rstrip("."), broken, "")

    def _text(self, node: Scalar, where: str, broken: set[int], key: str) -> str:
        in_address = key in _ADDRESSES or (key == "database" and "://" in node.text)
        text, wrong = self.variables.expand(node.text, in_address=in_address)
        for said, right in wrong:
            broken.add(id(node))
            self.trouble.note(node.line, f"{where}: {said}", right)
        return text

    def _note(
        self, error: Any, node: MappingNode, where: str, shape: type[schema.Shape], broken: set[int]
    ) -> None:
        """One error of pydantic's as a mistake; what is shown is what was written, never a variable's value."""
        loc, kind = error["loc"], error["type"]
        if kind in {"missing", "extra_forbidden"}:
            *above, key = loc
            parent, keys = _find(node, above)
            path = where + "".join(f"{one}." for one in keys)
            if kind == "missing":
                said = f"{path.rstrip('.: ') or 'the watchlist'} has no {key}"
                self.trouble.note(parent.line, said, _MISSING.get(key, ""))
            else:
                line = parent.line_of(key) if isinstance(parent, MappingNode) else parent.line
                right = did_you_mean(key, _keys(shape, above))
                path = f"{path.rstrip('.: ')}: " if path else "the watchlist: "
                self.trouble.note(line, f"{path}{show_key(key)} is no key here", right)
            return
        found, keys = _find(node, loc)
        if id(found) in broken:
            return
        said, right = _what_is_wrong(error, found, secret=bool(keys) and keys[-1] in _SECRETS)
        self.trouble.note(found.line, f"{where}{'.'.join(keys)}: {said}", right)


_MISSING = {
    "operator": "who hears about trouble: operator: NAME, one of the channels",
    "url": "where notices go, such as mailtos://user:${SMTP_PASSWORD}@smtp.example.com?to=docket@example.com",
    "name": "each group has a name, such as `name: Acme Corp`",
    "channels": "the names of the channels that reach this person",
}


def _find(node: Node, loc: Iterable[int | str]) -> tuple[Node, list[str]]:
    """The node that an error is about, or the last one on the way that exists; and the keys that lead there."""
    keys: list[str] = []
    for part in loc:
        if isinstance(node, MappingNode) and part in node.entries:
            node = node.entries[str(part)]
            keys.append(str(part))
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node, keys


def _what_is_wrong(error: Any, found: Node, *, secret: bool) -> tuple[str, str]:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, BadValueError):
        shown = f"{show(found.text)} " if isinstance(found, Scalar) and not secret else "the value "
        return (cause.said if isinstance(cause, BadShapeError) else shown + cause.said), cause.right
    if error["type"] == "tuple_type":
        return f"{kind_of(found)} where a list belongs", "names in brackets: [one, two]"
    return f"{kind_of(found)} where keys with values belong", "see watchlist.example.yaml for the shape"


def _keys(shape: type[schema.Shape], loc: Iterable[int | str]) -> list[str]:
    """The keys that a shape knows, or a shape inside of it."""
    for part in loc:
        inner = shape.model_fields[str(part)].annotation
        if isinstance(inner, type) and issubclass(inner, schema.Shape):
            shape = inner
    return [field.alias or key for key, field in shape.model_fields.items()]
