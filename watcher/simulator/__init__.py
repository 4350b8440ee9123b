"""A small USPTO for the demo and the tests: real HTTP, scripted cases, a calendar and faults on command.

Start here: `record` is a case at a moment, `script` its life as steps (`prosecution`, `upkeep`), `documents`,
`multistatus`, `modified` and `wrapper` write it out, `routes` knows the addresses, `office` holds calendar, keys,
limits and faults, `server` puts it on a port. Nothing here reads documents with the program's own reader.
"""

from watcher.simulator.answers import Recorded, Request, Response
from watcher.simulator.edits import Section, rewound
from watcher.simulator.faults import Fault
from watcher.simulator.limits import Limits, RequestClass, RetryAfter, busiest_window
from watcher.simulator.modified import Branch, Follows, ModifiedStyle, modified_date
from watcher.simulator.office import SIMULATOR_KEY, KeyKind, Office
from watcher.simulator.record import Record
from watcher.simulator.routes import SELF_TEST_CASE, Behaviour, InfoFormat, UnknownCase
from watcher.simulator.script import ScriptedCase, Step
from watcher.simulator.server import SimulatorServer, real_time

__all__ = [
    "SELF_TEST_CASE",
    "SIMULATOR_KEY",
    "Behaviour",
    "Branch",
    "Fault",
    "Follows",
    "InfoFormat",
    "KeyKind",
    "Limits",
    "ModifiedStyle",
    "Office",
    "Record",
    "Recorded",
    "Request",
    "RequestClass",
    "Response",
    "RetryAfter",
    "ScriptedCase",
    "Section",
    "SimulatorServer",
    "Step",
    "UnknownCase",
    "busiest_window",
    "modified_date",
    "real_time",
    "rewound",
]
