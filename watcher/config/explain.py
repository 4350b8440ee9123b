"""PyYAML's errors in words that say what would be right."""

from __future__ import annotations

import re

from watcher.config.text import LINE_END


def explain(error: Exception, text: str) -> tuple[int | None, str, str]:
    """Line, what is wrong and what would be right, from PyYAML's error; never the text of the line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or "this cannot be read"
    if mark is None:
        return None, f"not YAML: {problem}", ""
    begun = getattr(error, "context_mark", None)
    if begun is not None and ("end of stream" in problem or "expected ',' or" in problem):
        return (
            begun.line + 1,
            "a quote or bracket that begins here is not closed",
            "close it, or put the text between quotes",
        )
    line = mark.line + 1
    lines = LINE_END.split(text)
    written = lines[mark.line] if mark.line < len(lines) else ""
    if (
        "\t" in written[: len(written) - len(written.lstrip())]
        or "'\\t'" in problem
        or written[mark.column :][:1] == "\t"
    ):
        return line, "a tab stands where spaces belong", "indent with spaces"
    if written[mark.column :][:1] in ("@", "`", "%", "|", ">") and "start any token" in problem:
        return line, f"text cannot begin with {written[mark.column]}", "put the text between quotes"
    return line, f"not YAML: {_calm(problem)}", _advice(problem)


def _calm(problem: str) -> str:
    """The parser's sentence without its internal tokens (`<block end>`); it never holds text of the file."""
    return re.sub(r"<([a-z ]+)>", r"\1", problem)


def _advice(problem: str) -> str:
    advice = {
        "mapping values are not allowed": "a colon and a space inside of text: put the text between quotes",
        "could not find expected ':'": "a key needs a colon behind it; or the line above is not indented alike",
        "did not find expected key": "look at the indentation of this line and the one above",
        "did not find expected '-' indicator": "look at the indentation of this line and the one above",
    }
    return next(
        (right for part, right in advice.items() if part in problem), "look at the line and the one above"
    )
