"""The judge: what was told, to whom and when, against the truth. Every complaint is a promise that was broken.

Each recipient's knowledge of each case is replayed: what they were told must be true of the document that was read,
new to them, and continue what they knew; at the end they must know all that could be known. A value that came and
went between two looks, or within the day of doubt, need not have been told.
"""

from __future__ import annotations

from collections import defaultdict

from tests.year import troubles
from tests.year.replay import Replay
from tests.year.run import Run
from tests.year.second_opinion import disagreements
from tests.year.timeline import History, Obstacles
from tests.year.told import notice_of
from tests.year.verdict import Arrived, Verdict
from watcher.ports import Recipient
from watcher.trademark.notice import ChangesNotice, FirstSightNotice


def judge(run: Run) -> Verdict:
    """Compare what was told with what is true."""
    verdict = Verdict(run)
    arrived = _without_repeats(run, verdict)
    obstacles = Obstacles(run)
    by_case: dict[tuple[Recipient, str], list[Arrived]] = defaultdict(list)
    for recipient, ones in arrived.items():
        for one in ones:
            match one.notice:
                case ChangesNotice(facts=facts) | FirstSightNotice(facts=facts):
                    by_case[recipient, facts.serial_number].append(one)
    for serial, case in run.cases.items():
        history = History(run.mix, case)
        for recipient in run.watching.recipients(serial):
            found = by_case.pop((recipient, serial), [])
            Replay(verdict, history, obstacles, recipient, serial).judge(found)
    for recipient, serial in by_case:
        verdict.complain("false", f"{recipient} was told about {serial}, which is not theirs")
    _limits(run, verdict)
    _storm(run, verdict)
    for words in troubles.judge(run, [(one.at, one.notice) for ones in arrived.values() for one in ones]):
        verdict.complain("trouble", words)
    for words in disagreements(run):
        verdict.complain("truth", words)
    return verdict


def _without_repeats(run: Run, verdict: Verdict) -> dict[Recipient, list[Arrived]]:
    """What each recipient got, each notice once; a repeat must say so, and have a reason."""
    found: dict[Recipient, list[Arrived]] = defaultdict(list)
    seen: dict[tuple[Recipient, str], bool] = {}
    for told in run.boxes.accepted:
        for text in told.notices:
            if (told.recipient, text) not in seen:
                seen[told.recipient, text] = True
                found[told.recipient].append(Arrived(told.at, notice_of(text)))
                verdict.counts["notices"] += 1
            elif told.may_be_repeat and (told.recipient, told.notices) in run.boxes.uncertain:
                verdict.counts["repeats, marked"] += 1
            else:
                verdict.complain("repeated", f"{told.recipient} got a notice twice, {told.at}: {text[:300]}")
    return found


def _storm(run: Run, verdict: Verdict) -> None:
    """While nobody can know yet that it is a storm, a few cases may be told by themselves."""
    told = verdict.counts["of the storm, told to clients"]
    if told > 0.5 * run.mix.cases:
        verdict.complain("storm", f"{told} clients were told of a re-indexed register")


def _limits(run: Run, verdict: Verdict) -> None:
    for words in run.over[:3]:
        verdict.complain("rate", words)
    if run.refused != run.refused_on_purpose:
        verdict.complain("rate", f"{run.refused - run.refused_on_purpose} answers were 429")
