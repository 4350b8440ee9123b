"""Names, numbers and moments for a case's life; every one of a case is another, so that changes can be told apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from tests.year.mix import HOUR, WASHINGTON, Mix, gap
from watcher.simulator.record import Correspondence, Party

_GOODS = ("Coffee", "Hats of felt", "Plush toys", "Fiction books", "Energy drinks", "Garden tools", "Soap")
_CITIES = (
    ("Portland", "OREGON", "97201"),
    ("Dayton", "OHIO", "45402"),
    ("Austin", "TEXAS", "78701"),
    ("Salem", "UTAH", "84653"),
)


def in_washington(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, WASHINGTON).astimezone(UTC)


def washington_day(moment: datetime) -> date:
    return moment.astimezone(WASHINGTON).date()


class Names:
    """The chance of one case, and what is drawn from it."""

    def __init__(self, mix: Mix, place: int) -> None:
        self.mix = mix
        self.place = place
        self.chance = mix.chance(f"case {place}")
        self._count = 0

    def number(self, digits: int) -> str:
        """A number that this case has not used before."""
        self._count += 1
        return f"{(self.place * 131 + self._count) % 10 ** (digits - 1):0{digits - 1}}{self.chance.randrange(10)}"

    def name(self, kind: str) -> str:
        self._count += 1
        return f"{kind} {self.place:03}-{self._count:03}x"

    def goods(self) -> str:
        return f"{self.chance.choice(_GOODS)}, quality {self.number(4)}"

    def party(self) -> Party:
        city, region, code = self.city()
        return Party(f"{self.name('Company')} Inc.", f"{self.number(3)} Owner Road", city, region, code)

    def correspondent(self) -> Correspondence:
        city, region, code = self.city()
        name = self.name("Writer")
        mail = f"{name.lower().replace(' ', '.')}@letters.example"
        return Correspondence(
            name, f"{name} LLP", f"{self.number(3)} Letter Lane", city, region, code, phone=f"312-{self.number(7)}",
            main_email=mail, other_emails=(f"docket.{mail}",) if self.chance.random() < 0.5 else (),
        )  # fmt: skip

    def city(self) -> tuple[str, str, str]:
        return self.chance.choice(_CITIES)

    def gap(self, rate: float) -> timedelta:
        return gap(self.chance, rate)

    def hour(self, moment: datetime) -> datetime:
        """Mostly office hours of that day in Washington, at times the evening or the night, to the second."""
        chance = self.chance
        first, last = chance.choice(((8, 17), (8, 17), (8, 17), (18, 23), (0, 7)))
        hour = time(chance.randint(first, last), chance.randint(0, 59), chance.randint(0, 59))
        return max(in_washington(washington_day(moment), hour), moment - 12 * HOUR)
