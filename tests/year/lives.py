"""Lives of cases: seeded walks through examination, opposition, registration and upkeep, denser than real ones.

Everything that the USPTO does to a case is a step with the day that it carries and the moment at which it is seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.year.mix import DAY, Mix
from tests.year.names import washington_day
from tests.year.quiet import Quiet
from watcher.simulator import Record, ScriptedCase, Step
from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u
from watcher.simulator.record import GoodsClass, OwnerEntry

FIRST_SERIAL = 99_300_001


def live(mix: Mix, place: int) -> ScriptedCase:
    """The whole life of the case at a place in the run's list."""
    return _Life(mix, place).case()


class _Life(Quiet):
    """Writes one case's steps, from before the run to its end. Values that change are numbered, so that each differs."""

    def __init__(self, mix: Mix, place: int) -> None:
        super().__init__(mix, place)
        self._serial = str(FIRST_SERIAL + place)
        self._steps: list[Step] = []
        self._phase = "new"
        self._newest = date.min
        self._opposition = ""
        self._extension = 0

    def case(self) -> ScriptedCase:
        beginning = self._beginning()
        self._before()
        self._steps += self._during()
        self._steps += self.silent(beginning)
        self._steps += self.gone_for_good()
        if self.mix.storm:
            self._steps.append(self.storm())
        return ScriptedCase(beginning, self._steps)

    # -- the beginning

    def _beginning(self) -> Record:
        self._filed = self.mix.start - timedelta(days=self.chance.randint(60, 400))
        number = f"{self.chance.randint(1, 45):03}"
        return Record(
            self._serial,
            self._filed,
            f"MARK {self.place:03}",
            goods=(GoodsClass(number, self.goods(), ("046",)),),
            filed_bases=("1(b)",),
            current_bases=("1(b)",),
            owners=(OwnerEntry(10, self.party()),),
            attorney=self.name("Attorney"),
            correspondent=self.correspondent(),
            docket_number=self.name("DKT"),
        )

    def _before(self) -> None:
        """What happened before anybody watched: filed, entered, and for most a good part of examination."""
        chance = self.chance
        day = self._filed
        self._add(p.filing(day))
        day = self._entered(p.new_application_entered(day + timedelta(days=4)))
        for _ in range(chance.choice((0, 1, 2, 4, 6, 8, 10))):
            day += timedelta(days=chance.randint(1, 6))
            if day >= self.mix.start - DAY:
                break
            for each in self._next(day):
                day = max(day, self._entered(each))

    def _entered(self, one: Step) -> date:
        self._add(one)
        self._newest = max(self._newest, one.on)
        return one.on

    def _add(self, one: Step) -> None:
        self._steps.append(one)

    # -- events

    def _during(self) -> list[Step]:
        chance, found = self.chance, []
        moment = self.mix.begin + self.gap(self.mix.case_events)
        while moment < self.mix.end:
            day = washington_day(moment)
            drawn = chance.random()
            on = day
            if drawn < 0.15:
                on = day - timedelta(days=chance.randint(1, 20))  # back-dated
            elif drawn < 0.25 and self._newest < day - timedelta(days=4):
                on = max(
                    self._newest + DAY, day - timedelta(days=chance.randint(3, 9))
                )  # newest, but entered late
            elif drawn < 0.28:
                on = day + timedelta(days=chance.randint(1, 5))  # a day to come
            for each in self._next(on):
                found.append(replace(each, shown=moment))
                moment += timedelta(seconds=chance.choice((0, 0, 1, 7200)))
            self._newest = max(self._newest, on)
            if chance.random() < 0.2:  # a second one on the same day
                moment += timedelta(minutes=chance.randint(20, 300))
            else:
                moment = self.hour(moment + self.gap(self.mix.case_events))
        return [one for one in found if one.shown < self.mix.end]

    def _next(self, on: date) -> tuple[Step, ...]:
        """What comes next in the case's phase, or something beside it."""
        if self.chance.random() < 0.25:
            return (self._beside(on),)
        return getattr(self, f"_when_{self._phase}")(on)

    def _beside(self, on: date) -> Step:
        chance = self.chance
        match chance.randrange(5):
            case 0:
                return u.assignment_recorded(on, self.party(), self.number(8))
            case 1:
                return u.new_attorney(on, self.name("Attorney"), self.correspondent(), self.name("DKT"))
            case 2:
                return u.correspondence_changed(on, self.correspondent())
            case 3:
                city, region, code = self.city()
                street = f"{self.number(3)} New Street"
                return u.owner_address_changed(on, street=street, city=city, region=region, postal_code=code)
            case _:
                code = f"Z{self.number(3)}"
                return u.unknown_event(on, code, "O", f"SOMETHING NEW {code}")

    def _then(self, phase: str, *steps: Step) -> tuple[Step, ...]:
        self._phase = phase
        return steps

    def _when_new(self, on: date) -> tuple[Step, ...]:
        return self._then("examined", p.assigned_to_examiner(on, self.name("EXAMINER").upper()))

    def _when_examined(self, on: date) -> tuple[Step, ...]:
        if self.chance.random() < 0.5:
            return self._then("refused", p.non_final_action(on))
        return self._then("approved", p.approved_for_publication(on))

    def _when_refused(self, on: date) -> tuple[Step, ...]:
        if self.chance.random() < 0.15:
            return self._then("abandoned", u.abandoned(on))
        return self._then("answered", p.response_received(on))

    def _when_answered(self, on: date) -> tuple[Step, ...]:
        return self._then("considered", p.response_entered(on))

    def _when_considered(self, on: date) -> tuple[Step, ...]:
        if self.chance.random() < 0.3:
            return self._then("refused", p.final_action(on))
        return self._then("approved", p.approved_for_publication(on))

    def _when_abandoned(self, on: date) -> tuple[Step, ...]:
        return self._then("petitioned", u.petition_to_revive(on))

    def _when_petitioned(self, on: date) -> tuple[Step, ...]:
        return self._then("examined", u.revival_granted(on))

    def _when_approved(self, on: date) -> tuple[Step, ...]:
        return self._then("noticed", p.notice_of_publication(on))

    def _when_noticed(self, on: date) -> tuple[Step, ...]:
        return self._then("published", p.published(on))

    def _when_published(self, on: date) -> tuple[Step, ...]:
        drawn = self.chance.random()
        if drawn < 0.3:
            return (p.extension_to_oppose(on),)
        if drawn < 0.6 and not self._opposition:
            self._opposition = "91" + self.number(6)
            due = on + timedelta(days=40)
            filed, begun = p.opposition(on, self._opposition, self.party(), answer_due=due)
            return self._then("opposed", filed, _if_opposed(begun))
        return self._then("allowed", p.notice_of_allowance(on))

    def _when_opposed(self, on: date) -> tuple[Step, ...]:
        decided = p.opposition_decided(on, self._opposition, sustained=False)
        return self._then("published", _if_opposed(decided))

    def _when_allowed(self, on: date) -> tuple[Step, ...]:
        if self.chance.random() < 0.4 and self._extension < 5:
            self._extension += 1
            return self._then("extended", p.extension_for_use_filed(on, self._extension))
        return self._then("used", p.statement_of_use_filed(on))

    def _when_extended(self, on: date) -> tuple[Step, ...]:
        return self._then("allowed", p.extension_for_use_granted(on, self._extension))

    def _when_used(self, on: date) -> tuple[Step, ...]:
        return self._then("accepted", p.statement_of_use_accepted(on))

    def _when_accepted(self, on: date) -> tuple[Step, ...]:
        return self._then("registered", p.registered(on, "7" + self.number(6)))

    def _when_registered(self, on: date) -> tuple[Step, ...]:
        if self.chance.random() < 0.3:
            return (u.maintenance_reminder(on),)
        return self._then("maintained", u.section_8_filed(on))

    def _when_maintained(self, on: date) -> tuple[Step, ...]:
        return self._then("old", u.section_8_accepted(on))

    def _when_old(self, on: date) -> tuple[Step, ...]:
        return self._then("renewing", u.renewal_filed(on))

    def _when_renewing(self, on: date) -> tuple[Step, ...]:
        return self._then("renewed", u.renewed(on))

    def _when_renewed(self, on: date) -> tuple[Step, ...]:
        return (u.maintenance_reminder(on, ten_years=True),)


def _if_opposed(one: Step) -> Step:
    """What happens to a proceeding, unless it is no longer shown."""
    change = one.change
    assert change is not None
    return replace(one, change=lambda record: change(record) if record.oppositions else record)
