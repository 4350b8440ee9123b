"""The daemon as a process of its own: it watches, stops, reloads, refuses to start twice, and survives being killed."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.acceptance.running import Mailbox, Webhook, daemon, tmwatch, write_watchlist
from watcher.simulator import Office, SimulatorServer, faults
from watcher.simulator import prosecution as p
from watcher.simulator.record import OwnerEntry, Party, Record
from watcher.simulator.script import ScriptedCase

pytestmark = pytest.mark.slow

SERIALS = ("97000001", "97000002", "97000003")
NEW = "97000004"
"""A case of the office that is not on the watchlist at first."""


class SlowMailbox(Mailbox):
    """Says that it has accepted a mail some time after it has it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(1.5)
        return answer


def cases() -> list[ScriptedCase]:
    owner = (OwnerEntry(10, Party("Azuki LLC")),)
    return [
        ScriptedCase(
            Record(serial, date(2025, 1, 2), f"MARK {serial}", owners=owner),
            [
                p.filing(date(2025, 1, 2)),
                p.new_application_entered(date(2025, 1, 6)),
                p.non_final_action(date(2026, 6, 10)),
            ],
        )
        for serial in (*SERIALS, NEW)
    ]


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def office() -> Office:
    return Office(cases(), start=date(2026, 6, 1))


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as made:
        yield made


@pytest.fixture
def watchlist(tmp_path: Path, office: Office, hook: Webhook) -> Iterator[Path]:
    with SimulatorServer(office) as server:
        yield write_watchlist(tmp_path, server.base_url, {"hook": hook.url}, [("Acme", ["hook"], SERIALS)])


def seen(hook: Webhook) -> bool:
    return len(hook.posted) == 1


def stop(process: subprocess.Popen[str]) -> float:
    """Seconds that it takes to stop on SIGTERM."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    return time.monotonic() - began


def test_the_daemon_tells_what_is_watched_and_stops_cleanly_on_sigterm_within_ten_seconds(
    watchlist: Path, hook: Webhook
) -> None:
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        stop(process)
    status = json.loads(tmwatch("status", "--json", watchlist=watchlist).stdout)
    assert status["running"] is False
    assert status["cases"]["never_read"] == 0


def test_it_stops_within_ten_seconds_though_the_uspto_hangs(
    watchlist: Path, office: Office, hook: Webhook
) -> None:
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        office.fail(faults.hang())
        office.forget_requests()
        watchlist.write_text(watchlist.read_text() + f"      - {NEW}\n")  # something to ask about
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: bool(office.requests))
        stop(process)


def test_a_message_that_is_being_accepted_when_it_is_stopped_is_not_sent_again(watchlist: Path) -> None:
    with SlowMailbox() as mailbox:
        text = re.sub("json://.*", mailbox.url, watchlist.read_text())
        watchlist.write_text(text)
        with daemon(watchlist) as process:
            wait_for(lambda: len(mailbox.mails) == 1)
            stop(process)
        assert tmwatch("check", watchlist=watchlist).returncode == 0
        assert len(mailbox.mails) == 1


def open_files(process: subprocess.Popen[str]) -> set[str]:
    found = set()
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(link.readlink()))
    return found


def test_sighup_while_it_is_still_starting_does_not_kill_it(watchlist: Path, hook: Webhook) -> None:
    assert tmwatch("check", watchlist=watchlist).returncode == 0
    database = watchlist.with_name("tmwatch.db")
    hook.posted.clear()
    with closing(sqlite3.connect(database, isolation_level=None)) as held:
        held.execute("PRAGMA locking_mode = EXCLUSIVE")
        held.execute("BEGIN IMMEDIATE")  # so that the daemon gets no further than to open the memory
        with daemon(watchlist) as process:
            wait_for(lambda: str(database) in open_files(process))
            watchlist.write_text(watchlist.read_text() + f"      - {NEW}\n")
            process.send_signal(signal.SIGHUP)
            time.sleep(0.2)  # it would be dead by now
            held.close()
            wait_for(lambda: process.poll() is not None or bool(hook.posted))
            assert process.poll() is None
            assert NEW in hook.posted[0]["message"]
            stop(process)


def test_what_a_channel_refuses_for_good_is_in_the_exit_status_and_in_status(
    watchlist: Path, office: Office, hook: Webhook
) -> None:
    assert tmwatch("check", watchlist=watchlist).returncode == 0
    office.advance(date(2026, 6, 10))
    hook.answers = [404] * 20
    refused = tmwatch("check", watchlist=watchlist)
    assert refused.returncode == 1
    assert f"{len(SERIALS)} refused for good (tmwatch outbox list)" in refused.stdout
    status = tmwatch("status", watchlist=watchlist).stdout
    assert f"{len(SERIALS)} deliveries were refused for good" in status
    assert "Everything is delivered" not in status
    assert json.loads(tmwatch("status", "--json", watchlist=watchlist).stdout)["outbox"] == {
        "pending": 0,
        "refused": len(SERIALS),
    }
    assert json.loads(tmwatch("check", "--json", watchlist=watchlist).stdout)["refused"] == len(SERIALS)


def test_a_second_daemon_on_one_database_is_refused_with_a_sentence(watchlist: Path, hook: Webhook) -> None:
    with daemon(watchlist):
        wait_for(lambda: seen(hook))
        second = tmwatch("run", watchlist=watchlist)
        assert second.returncode == 2
        assert "at work on" in second.stderr
        assert "Traceback" not in second.stderr
        assert json.loads(tmwatch("status", "--json", watchlist=watchlist).stdout)["running"] is True


def test_check_beside_a_running_daemon_neither_repeats_nor_loses(
    watchlist: Path, office: Office, hook: Webhook
) -> None:
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        hook.posted.clear()
        office.advance(date(2026, 6, 10))
        checks = [subprocess.Popen([*process.args[:-1], "check"], env=_environment()) for _ in range(3)]  # type: ignore[misc,index]
        for one in checks:
            assert one.wait(timeout=60) == 0
        wait_for(lambda: len(hook.posted) >= len(SERIALS))
        stop(process)
    assert sorted(one["title"].split("(")[1][:8] for one in hook.posted) == sorted(SERIALS)
    assert not any("may be a repeat" in one["message"] for one in hook.posted)


def _environment() -> dict[str, str]:
    from tests.acceptance.running import environment

    return environment()


def test_sighup_takes_up_a_changed_watchlist_and_refuses_a_broken_one(watchlist: Path, hook: Webhook) -> None:
    whole = watchlist.read_text()
    watchlist.write_text(whole.replace(f"      - {SERIALS[2]}\n", ""))
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        hook.posted.clear()
        watchlist.write_text(whole.replace("tell:", "tel:"))
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: seen(hook))
        assert "not taken over" in hook.posted[0]["title"]
        hook.posted.clear()
        watchlist.write_text(whole)
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(hook.posted) == 2)
        told = {one["title"].partition("] ")[2]: one["message"] for one in hook.posted}
        assert any(SERIALS[2] in message for message in told.values())
        assert any("The changed watchlist was taken over" in title for title in told)
        stop(process)


def test_a_restart_with_a_good_watchlist_ends_the_trouble_of_a_broken_reload(
    watchlist: Path, hook: Webhook
) -> None:
    whole = watchlist.read_text()
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        hook.posted.clear()
        watchlist.write_text(whole.replace("tell:", "tel:"))
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: seen(hook))
        stop(process)
    hook.posted.clear()
    watchlist.write_text(whole)
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        assert "The changed watchlist was taken over" in hook.posted[0]["title"]
        stop(process)
    assert json.loads(tmwatch("status", "--json", watchlist=watchlist).stdout)["troubles"] == []


def test_what_a_channel_did_not_take_is_delivered_after_the_daemon_was_killed(
    watchlist: Path, office: Office, hook: Webhook
) -> None:
    with daemon(watchlist) as process:
        wait_for(lambda: seen(hook))
        hook.posted.clear()
        office.advance(date(2026, 6, 10))
        hook.answers = [503] * 3
        failed = tmwatch("check", "--json", watchlist=watchlist)
        assert failed.returncode == 1
        assert json.loads(failed.stdout)["pending"] == len(SERIALS)
        process.kill()
        process.wait()
    assert hook.posted == []
    again = tmwatch("outbox", "retry", watchlist=watchlist)
    assert again.returncode == 0, again.stderr + again.stdout
    assert len(hook.posted) == len(SERIALS)
    assert tmwatch("outbox", "list", watchlist=watchlist).stdout == "Everything is delivered.\n"
