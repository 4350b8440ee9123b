"""The published limits hold across threads and processes that share one database, in real time and with real kills."""

import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from watcher.adapters.clock import SystemClock
from watcher.adapters.limits import Limiter
from watcher.adapters.store import open_store
from watcher.config.settings import Limits, Rate, Secret
from watcher.errors import StopRequested
from watcher.ports import RequestClass

FIVE = Limits(requests=Rate(5, 5), downloads=Rate(5, 5))
KEY = Secret("shared")

ASK_UNTIL_STOPPED = """
import sys, threading
from watcher.adapters.clock import SystemClock
from watcher.adapters.limits import Limiter
from watcher.adapters.store import open_store
from watcher.config.settings import Limits, Rate, Secret
from watcher.errors import StopRequested
from watcher.ports import RequestClass

stop = threading.Event()
store = open_store(sys.argv[1])
limits = Limits(requests=Rate(5, 5), downloads=Rate(5, 5))
limiter = Limiter(limits, store.reservations, SystemClock(stop), Secret("shared"))
sys.stdin.readline()
threading.Timer(float(sys.argv[2]), stop.set).start()
try:
    while True:
        limiter.acquire(RequestClass.REQUESTS)
        print("sent", flush=True)
except StopRequested:
    store.close()
"""


def ask(database, seconds):
    return subprocess.Popen(
        [sys.executable, "-c", ASK_UNTIL_STOPPED, str(database), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "shared.db"
    open_store(path).close()
    return path


def test_three_processes_together_send_no_more_than_the_limit(database):
    processes = [ask(database, 0.4) for _ in range(3)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=30)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert "".join(said).count("sent") == 5


def test_a_process_that_is_killed_after_it_took_its_place_leaves_it_taken(database):
    process = ask(database, 60)
    process.stdin.write("go\n")
    process.stdin.flush()
    taken = [process.stdout.readline() for _ in range(5)]
    process.kill()
    process.communicate(timeout=30)
    assert taken == ["sent\n"] * 5
    store = open_store(database)
    wait = store.reservations.reserve(bucket_of(store), datetime.now(UTC), 5, 61.0)
    store.close()
    assert 50 < wait <= 61


def bucket_of(store):
    return store.reservations._database.rows("SELECT bucket FROM reservations")[0][0]


def test_eight_threads_together_send_no_more_than_the_limit_and_none_is_refused_by_the_database(database):
    stop = threading.Event()
    sent, ended = [], []
    store = open_store(database)
    limits = Limits(requests=Rate(200, 200))
    limiter = Limiter(limits, store.reservations, SystemClock(stop), KEY)

    def work():
        try:
            while True:
                limiter.acquire(RequestClass.REQUESTS)
                sent.append(1)
                if len(sent) == 200:
                    threading.Timer(0.1, stop.set).start()
        except StopRequested as error:
            ended.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    store.close()
    assert len(sent) == 200
    assert len(ended) == 8


def test_while_another_process_writes_for_long_the_place_is_taken_when_its_turn_comes(database):
    store, other = open_store(database), open_store(database)
    writing, written = threading.Event(), threading.Event()

    def write():
        with other.reservations._database.transaction():
            writing.set()
            written.wait(0.3)
        other.close()

    thread = threading.Thread(target=write)
    thread.start()
    writing.wait(5)
    asked = datetime.now(UTC)
    Limiter(FIVE, store.reservations, SystemClock(), KEY).acquire(RequestClass.REQUESTS)
    thread.join()
    stamp = store.reservations._database.rows("SELECT stamp FROM reservations")[0][0]
    store.close()
    other.close()
    assert stamp - asked.timestamp() >= 0.2


def test_the_clock_says_when_the_process_was_asked_to_end():
    stop = threading.Event()
    clock = SystemClock(stop)
    clock.sleep(0)
    stop.set()
    with pytest.raises(StopRequested):
        clock.sleep(3600)
    assert clock.now().tzinfo is UTC
