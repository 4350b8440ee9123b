"""Case 78787878, which is sure to exist: asking for it tells a wrong kind of key from a case that is not there."""

from __future__ import annotations

from datetime import date

from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u
from watcher.simulator.record import Correspondence, GoodsClass, OwnerEntry, Party, Record
from watcher.simulator.script import ScriptedCase

_OWNER = Party("Perpetual Example Society, Inc.")


def self_test_case() -> ScriptedCase:
    """An old registration under the serial number of the USPTO's own examples; the mark and its owner are invented."""
    filed = date(2006, 1, 9)
    beginning = Record(
        serial_number="78787878",
        filed=filed,
        mark="EVERLASTING EXAMPLE",
        goods=(GoodsClass("016", "Printed examples", ("002", "005", "022"), "20050100", "20050100"),),
        owners=(OwnerEntry(10, _OWNER),),
        correspondent=Correspondence(
            "Erin Example", "Example & Instance LLP", "1 Sample Street", "Springfield", "ILLINOIS", "62701"
        ),
        attorney="Erin Example",
    )
    return ScriptedCase(
        beginning,
        [
            p.filing(filed),
            p.new_application_entered(date(2006, 1, 13)),
            p.assigned_to_examiner(date(2006, 6, 20)),
            p.approved_for_publication(date(2006, 8, 7)),
            p.published(date(2006, 10, 31)),
            p.registered(date(2007, 1, 16), "3199999"),
            u.section_8_filed(date(2013, 1, 10), with_15=True),
            u.section_8_accepted(date(2013, 2, 4), with_15=True),
            u.renewal_filed(date(2017, 1, 5)),
            u.renewed(date(2017, 1, 27)),
        ],
    )
