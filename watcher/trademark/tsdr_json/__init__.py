"""TSDR's JSON (caseMultiStatus) -> what a batch probe tells of each case (tsdr.md, "Requests"). Pure.

Start here: `batch` takes the answer apart, `digest` says when a case is the same as before, `case` reads what it can
of one into the model. A batch is a hint: changes come from comparing two status documents, never from this.
"""

from watcher.trademark.tsdr_json.batch import Batch, StatusReport, parse_batch

__all__ = ["Batch", "StatusReport", "parse_batch"]
