"""What happens to a case without an entry in its history: silent changes, what is no longer shown, a re-indexed register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.year.mix import DAY, HOUR
from tests.year.names import Names, washington_day
from watcher.simulator import Record, Step
from watcher.simulator import upkeep as u
from watcher.simulator.record import BoardEntry, GoodsClass
from watcher.simulator.script import Change, step

STORM_KEY = "location/law_office"
"""What a re-indexed register writes in another way."""

ENTRY_REMOVED = "an entry no longer shown"


class Quiet(Names):
    """Writes the steps of a case that no date tells."""

    # -- changes without an event

    def silent(self, beginning: Record) -> list[Step]:
        found = []
        moment = self.mix.begin + self.gap(self.mix.case_silent)
        while moment < self.mix.end:
            moment = self.hour(moment)
            found.append(replace(self._one_silent(washington_day(moment), beginning), shown=moment))
            moment += self.gap(self.mix.case_silent) + HOUR
        return [one for one in found if self.mix.begin < one.shown < self.mix.end]

    def _one_silent(self, on: date, beginning: Record) -> Step:
        label, change = self.chance.choice(
            (
                self._other_mail,
                self._other_docket_number,
                self._other_goods,
                lambda: self._more_goods(beginning),
                lambda: self._quiet_assignment(on),
                self._other_attorney,
                lambda: self._word_at_the_board(on),
            )
        )()
        return step(label, on, change=change)

    def _other_mail(self) -> tuple[str, Change]:
        mail = f"{self.name('mail').lower().replace(' ', '.')}@firm.example"
        return "e-mail", lambda r: r.but(correspondent=replace(r.correspondent, main_email=mail))

    def _other_docket_number(self) -> tuple[str, Change]:
        number = self.name("DKT")
        return "docket number", lambda r: r.but(docket_number=number)

    def _other_goods(self) -> tuple[str, Change]:
        text = self.goods()
        return "goods", lambda r: r.but(goods=(replace(r.goods[0], description=text), *r.goods[1:]))

    def _more_goods(self, beginning: Record) -> tuple[str, Change]:
        number = f"{(int(beginning.goods[0].number) + self.chance.randint(1, 40)) % 45 + 1:03}"
        extra = GoodsClass(number, self.goods(), ("046",))

        def change(record: Record) -> Record:
            if any(one.number == number for one in record.goods):
                return record
            return record.but(goods=(*record.goods, extra))

        return "another class", change

    def _quiet_assignment(self, on: date) -> tuple[str, Change]:
        change = u.assignment_without_owner(on, self.party(), self.number(8)).change
        assert change is not None
        return "assignment recorded silently", change

    def _other_attorney(self) -> tuple[str, Change]:
        name = self.name("Attorney")
        return "attorney's name", lambda r: r.but(attorney=name)

    def _word_at_the_board(self, on: date) -> tuple[str, Change]:
        words = f"STIPULATION {self.number(4)}"
        return "an entry at the Board", lambda r: _board(r, on, words)

    # -- what the office no longer shows

    def gone_for_good(self) -> list[Step]:
        found = []
        moment = self.mix.begin + 3 * DAY + self.gap(self.mix.case_gone_for_good)
        while moment < self.mix.end:
            found.append(replace(self._one_gone(washington_day(moment)), shown=moment))
            moment += self.gap(self.mix.case_gone_for_good) + DAY
        return found

    def _one_gone(self, on: date) -> Step:
        nth = self.chance.random()
        match self.chance.randrange(4):
            case 0:
                return u.silent_change(on, "assignments no longer shown", conveyances=())
            case 1:
                return u.silent_change(on, "proceedings no longer shown", oppositions=())
            case 2:
                return u.silent_change(on, "attorney no longer shown", attorney="", docket_number="")
            case _:
                return step(ENTRY_REMOVED, on, change=lambda r: _without_an_entry(r, nth))

    def storm(self) -> Step:
        """The register is re-indexed: the same change in every case, some minutes apart."""
        moment = self.mix.begin + self.mix.days / 2 * DAY + self.place * timedelta(seconds=20)
        return replace(step("storm", washington_day(moment), change=_reindexed), shown=moment)


def _board(record: Record, on: date, words: str) -> Record:
    if not record.oppositions:
        return record
    *others, last = record.oppositions
    entry = BoardEntry(max(one.number for one in last.entries) + 1, "999", on, words)
    return record.but(oppositions=(*others, replace(last, entries=(*last.entries, entry))))


def _without_an_entry(record: Record, nth: float) -> Record:
    """One of the entries is gone; never one of the newest, nor one that sets the modified date."""
    newest = record.newest_entry_date
    able = [one for one in sorted(record.entries, key=lambda each: each.number)[:-2] if one.date != newest]
    if not able:
        return record
    gone = able[int(nth * len(able))]
    return record.but(entries=tuple(one for one in record.entries if one is not gone))


def _reindexed(record: Record) -> Record:
    return record.but(law_office=f"{record.law_office or 'LAW OFFICE 000'} (REINDEXED)")
