"""Lives of cases: seeded walks through examination, opposition, registration and upkeep, denser than real ones.

Everything that the USPTO does to a case is a step with the day that it carries and the moment at which it is seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tests.year.mix import DAY, HOUR, WASHINGTON, Mix, gap
from watcher.simulator import Record, ScriptedCase, Step
from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u
from watcher.simulator.record import BoardEntry, Correspondence, GoodsClass, OwnerEntry, Party
from watcher.simulator.script import Change, step

FIRST_SERIAL = 99_300_001

_GOODS = ("Coffee", "Hats of felt", "Plush toys", "Fiction books", "Energy drinks", "Garden tools", "Soap")
_CITIES = (
    ("Portland", "OREGON", "97201"),
    ("Dayton", "OHIO", "45402"),
    ("Austin", "TEXAS", "78701"),
    ("Salem", "UTAH", "84653"),
)


def live(mix: Mix, place: int) -> ScriptedCase:
    """The whole life of the case at a place in the run's list."""
    return _Life(mix, place).case()


def in_washington(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, WASHINGTON).astimezone(UTC)


def washington_day(moment: datetime) -> date:
    return moment.astimezone(WASHINGTON).date()


class _Life:
    """Writes one case's steps, from before the run to its end. Values that change are numbered, so that each differs."""

    def __init__(self, mix: Mix, place: int) -> None:
        self._mix = mix
        self._chance = mix.chance(f"case {place}")
        self._serial = str(FIRST_SERIAL + place)
        self._place = place
        self._count = 0
        self._steps: list[Step] = []
        self._phase = "new"
        self._newest = date.min
        self._opposition = ""
        self._extension = 0

    def case(self) -> ScriptedCase:
        beginning = self._beginning()
        self._before()
        self._steps += self._during()
        self._steps += self._silent(beginning)
        self._steps += self._gone_for_good()
        if self._mix.storm:
            self._steps.append(self._storm())
        return ScriptedCase(beginning, self._steps)

    # -- the beginning

    def _beginning(self) -> Record:
        self._filed = self._mix.start - timedelta(days=self._chance.randint(60, 400))
        number = f"{self._chance.randint(1, 45):03}"
        return Record(
            self._serial,
            self._filed,
            f"MARK {self._place:03}",
            goods=(GoodsClass(number, self._goods(), ("046",)),),
            filed_bases=("1(b)",),
            current_bases=("1(b)",),
            owners=(OwnerEntry(10, self._party()),),
            attorney=self._name("Attorney"),
            correspondent=self._correspondent(),
            docket_number=self._name("DKT"),
        )

    def _before(self) -> None:
        """What happened before anybody watched: filed, entered, and for most a good part of examination."""
        chance = self._chance
        day = self._filed
        self._add(p.filing(day))
        day = self._entered(p.new_application_entered(day + timedelta(days=4)))
        for _ in range(chance.choice((0, 1, 2, 4, 6, 8, 10))):
            day += timedelta(days=chance.randint(1, 6))
            if day >= self._mix.start - DAY:
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
        chance, found = self._chance, []
        moment = self._mix.begin + self._gap(self._mix.case_events)
        while moment < self._mix.end:
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
                moment = self._hour(moment + self._gap(self._mix.case_events))
        return [one for one in found if one.shown < self._mix.end]

    def _gap(self, rate: float) -> timedelta:
        return gap(self._chance, rate)

    def _hour(self, moment: datetime) -> datetime:
        """Mostly office hours of that day in Washington, at times the evening or the night, to the second."""
        chance = self._chance
        first, last = chance.choice(((8, 17), (8, 17), (8, 17), (18, 23), (0, 7)))
        hour = time(chance.randint(first, last), chance.randint(0, 59), chance.randint(0, 59))
        return max(in_washington(washington_day(moment), hour), moment - 12 * HOUR)

    def _next(self, on: date) -> tuple[Step, ...]:
        """What comes next in the case's phase, or something beside it."""
        if self._chance.random() < 0.25:
            return (self._beside(on),)
        return getattr(self, f"_when_{self._phase}")(on)

    def _beside(self, on: date) -> Step:
        chance = self._chance
        match chance.randrange(5):
            case 0:
                return u.assignment_recorded(on, self._party(), self._number(8))
            case 1:
                return u.new_attorney(on, self._name("Attorney"), self._correspondent(), self._name("DKT"))
            case 2:
                return u.correspondence_changed(on, self._correspondent())
            case 3:
                city, region, code = chance.choice(_CITIES)
                street = f"{self._number(3)} New Street"
                return u.owner_address_changed(on, street=street, city=city, region=region, postal_code=code)
            case _:
                code = f"Z{self._number(3)}"
                return u.unknown_event(on, code, "O", f"SOMETHING NEW {code}")

    def _then(self, phase: str, *steps: Step) -> tuple[Step, ...]:
        self._phase = phase
        return steps

    def _when_new(self, on: date) -> tuple[Step, ...]:
        return self._then("examined", p.assigned_to_examiner(on, self._name("EXAMINER").upper()))

    def _when_examined(self, on: date) -> tuple[Step, ...]:
        if self._chance.random() < 0.5:
            return self._then("refused", p.non_final_action(on))
        return self._then("approved", p.approved_for_publication(on))

    def _when_refused(self, on: date) -> tuple[Step, ...]:
        if self._chance.random() < 0.15:
            return self._then("abandoned", u.abandoned(on))
        return self._then("answered", p.response_received(on))

    def _when_answered(self, on: date) -> tuple[Step, ...]:
        return self._then("considered", p.response_entered(on))

    def _when_considered(self, on: date) -> tuple[Step, ...]:
        if self._chance.random() < 0.3:
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
        drawn = self._chance.random()
        if drawn < 0.3:
            return (p.extension_to_oppose(on),)
        if drawn < 0.6 and not self._opposition:
            self._opposition = "91" + self._number(6)
            due = on + timedelta(days=40)
            filed, begun = p.opposition(on, self._opposition, self._party(), answer_due=due)
            return self._then("opposed", filed, _if_opposed(begun))
        return self._then("allowed", p.notice_of_allowance(on))

    def _when_opposed(self, on: date) -> tuple[Step, ...]:
        decided = p.opposition_decided(on, self._opposition, sustained=False)
        return self._then("published", _if_opposed(decided))

    def _when_allowed(self, on: date) -> tuple[Step, ...]:
        if self._chance.random() < 0.4 and self._extension < 5:
            self._extension += 1
            return self._then("extended", p.extension_for_use_filed(on, self._extension))
        return self._then("used", p.statement_of_use_filed(on))

    def _when_extended(self, on: date) -> tuple[Step, ...]:
        return self._then("allowed", p.extension_for_use_granted(on, self._extension))

    def _when_used(self, on: date) -> tuple[Step, ...]:
        return self._then("accepted", p.statement_of_use_accepted(on))

    def _when_accepted(self, on: date) -> tuple[Step, ...]:
        return self._then("registered", p.registered(on, "7" + self._number(6)))

    def _when_registered(self, on: date) -> tuple[Step, ...]:
        if self._chance.random() < 0.3:
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

    # -- changes without an event

    def _silent(self, beginning: Record) -> list[Step]:
        found = []
        moment = self._mix.begin + self._gap(self._mix.case_silent)
        while moment < self._mix.end:
            moment = self._hour(moment)
            found.append(replace(self._one_silent(washington_day(moment), beginning), shown=moment))
            moment += self._gap(self._mix.case_silent) + HOUR
        return [one for one in found if self._mix.begin < one.shown < self._mix.end]

    def _one_silent(self, on: date, beginning: Record) -> Step:
        label, change = self._chance.choice(
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
        mail = f"{self._name('mail').lower().replace(' ', '.')}@firm.example"
        return "e-mail", lambda r: r.but(correspondent=replace(r.correspondent, main_email=mail))

    def _other_docket_number(self) -> tuple[str, Change]:
        number = self._name("DKT")
        return "docket number", lambda r: r.but(docket_number=number)

    def _other_goods(self) -> tuple[str, Change]:
        text = self._goods()
        return "goods", lambda r: r.but(goods=(replace(r.goods[0], description=text), *r.goods[1:]))

    def _more_goods(self, beginning: Record) -> tuple[str, Change]:
        number = f"{(int(beginning.goods[0].number) + self._chance.randint(1, 40)) % 45 + 1:03}"
        extra = GoodsClass(number, self._goods(), ("046",))

        def change(record: Record) -> Record:
            if any(one.number == number for one in record.goods):
                return record
            return record.but(goods=(*record.goods, extra))

        return "another class", change

    def _quiet_assignment(self, on: date) -> tuple[str, Change]:
        change = u.assignment_without_owner(on, self._party(), self._number(8)).change
        assert change is not None
        return "assignment recorded silently", change

    def _other_attorney(self) -> tuple[str, Change]:
        name = self._name("Attorney")
        return "attorney's name", lambda r: r.but(attorney=name)

    def _word_at_the_board(self, on: date) -> tuple[str, Change]:
        words = f"STIPULATION {self._number(4)}"
        return "an entry at the Board", lambda r: _board(r, on, words)

    # -- what the office no longer shows

    def _gone_for_good(self) -> list[Step]:
        found = []
        moment = self._mix.begin + 3 * DAY + self._gap(self._mix.case_gone_for_good)
        while moment < self._mix.end:
            found.append(replace(self._one_gone(washington_day(moment)), shown=moment))
            moment += self._gap(self._mix.case_gone_for_good) + DAY
        return found

    def _one_gone(self, on: date) -> Step:
        nth = self._chance.random()
        match self._chance.randrange(4):
            case 0:
                return u.silent_change(on, "assignments no longer shown", conveyances=())
            case 1:
                return u.silent_change(on, "proceedings no longer shown", oppositions=())
            case 2:
                return u.silent_change(on, "attorney no longer shown", attorney="", docket_number="")
            case _:
                return step(ENTRY_REMOVED, on, change=lambda r: _without_an_entry(r, nth))

    def _storm(self) -> Step:
        """The register is re-indexed: the same change in every case, some minutes apart."""
        moment = self._mix.begin + self._mix.days / 2 * DAY + self._place * timedelta(seconds=20)
        return replace(step("storm", washington_day(moment), change=_reindexed), shown=moment)

    # -- names

    def _number(self, digits: int) -> str:
        """A number that this case has not used before."""
        self._count += 1
        return f"{(self._place * 131 + self._count) % 10 ** (digits - 1):0{digits - 1}}{self._chance.randrange(10)}"

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind} {self._place:03}-{self._count:03}x"

    def _goods(self) -> str:
        return f"{self._chance.choice(_GOODS)}, quality {self._number(4)}"

    def _party(self) -> Party:
        city, region, code = self._chance.choice(_CITIES)
        return Party(f"{self._name('Company')} Inc.", f"{self._number(3)} Owner Road", city, region, code)

    def _correspondent(self) -> Correspondence:
        city, region, code = self._chance.choice(_CITIES)
        name = self._name("Writer")
        mail = f"{name.lower().replace(' ', '.')}@letters.example"
        return Correspondence(
            name, f"{name} LLP", f"{self._number(3)} Letter Lane", city, region, code, phone=f"312-{self._number(7)}",
            main_email=mail, other_emails=(f"docket.{mail}",) if self._chance.random() < 0.5 else (),
        )  # fmt: skip


ENTRY_REMOVED = "an entry no longer shown"


def _board(record: Record, on: date, words: str) -> Record:
    if not record.oppositions:
        return record
    *others, last = record.oppositions
    entry = BoardEntry(max(one.number for one in last.entries) + 1, "999", on, words)
    return record.but(oppositions=(*others, replace(last, entries=(*last.entries, entry))))


def _if_opposed(one: Step) -> Step:
    """What happens to a proceeding, unless it is no longer shown."""
    change = one.change
    assert change is not None
    return replace(one, change=lambda record: change(record) if record.oppositions else record)


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
