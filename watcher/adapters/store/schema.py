"""The tables, version by version: forward migrations in one transaction, a newer database refused with a sentence.

Moments are text in UTC with milliseconds (`2026-11-23T03:01:42.123Z`): they sort as text, read the same from every
database, and can be read by a person with any SQLite tool. Each migration is what it was when it was released;
a change of the tables is a new one.
"""

from __future__ import annotations

from watcher.adapters.store.database import Database
from watcher.errors import DatabaseTooNewError, StoreError

_VERSION_1 = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE snapshots (
    id {id},
    serial_number TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    document {blob} NOT NULL
);
CREATE INDEX snapshots_of_case ON snapshots (serial_number, id);
CREATE TABLE cases (
    serial_number TEXT PRIMARY KEY,
    watched INTEGER NOT NULL,
    due_at TEXT,
    revision INTEGER NOT NULL,
    dates TEXT,
    good_check_at TEXT,
    fetch_began_at TEXT,
    snapshot_id INTEGER REFERENCES snapshots (id),
    digest TEXT,
    step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since TEXT,
    last_failure TEXT,
    resumed_at TEXT,
    pending TEXT,
    statuses TEXT,
    recheck_at TEXT,
    status_code TEXT NOT NULL DEFAULT '',
    weight REAL NOT NULL DEFAULT 0,
    order_at TEXT,
    first_seen_at TEXT,
    changed_at TEXT,
    facts TEXT,
    counted_with TEXT NOT NULL DEFAULT '',
    recount_on TEXT NOT NULL DEFAULT '',
    next_deadline TEXT
);
CREATE INDEX cases_due ON cases (watched, due_at);
CREATE TABLE watches (
    id {id},
    serial_number TEXT NOT NULL REFERENCES cases (serial_number),
    since TEXT NOT NULL,
    until TEXT
);
CREATE INDEX watches_of_case ON watches (serial_number, id);
CREATE TABLE numbers (
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    serial_number TEXT NOT NULL,
    resolved_at TEXT NOT NULL,
    PRIMARY KEY (kind, number, serial_number)
);
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    serial_number TEXT NOT NULL,
    also TEXT NOT NULL,
    kind TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    response_code INTEGER,
    digest TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    link TEXT NOT NULL
);
CREATE TABLE seals (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    kept_rows INTEGER NOT NULL,
    kept_digest TEXT NOT NULL,
    may_go_rows INTEGER NOT NULL,
    may_go_digest TEXT NOT NULL,
    last_link TEXT NOT NULL,
    previous_head TEXT NOT NULL,
    head TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE TABLE looks (
    seal INTEGER NOT NULL REFERENCES seals (number),
    serial_number TEXT NOT NULL,
    places TEXT NOT NULL,
    PRIMARY KEY (seal, serial_number)
) {clustered};
CREATE TABLE holds (
    serial_number TEXT NOT NULL REFERENCES cases (serial_number),
    section TEXT,
    reason TEXT NOT NULL,
    since TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    what TEXT NOT NULL
);
CREATE INDEX holds_of_case ON holds (serial_number);
CREATE TABLE notices (
    id {id},
    kind TEXT NOT NULL,
    serial_number TEXT,
    made_at TEXT NOT NULL,
    content TEXT NOT NULL,
    generic TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX notices_of_case ON notices (serial_number, id);
CREATE TABLE changes (
    id {id},
    notice_id INTEGER NOT NULL REFERENCES notices (id),
    serial_number TEXT NOT NULL,
    detected_at TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    previous_snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    kind TEXT NOT NULL,
    section TEXT NOT NULL,
    path TEXT NOT NULL,
    summary TEXT NOT NULL,
    old TEXT,
    new TEXT,
    date TEXT,
    severity TEXT NOT NULL,
    generic TEXT
);
CREATE INDEX changes_of_case ON changes (serial_number, id);
CREATE INDEX changes_by_moment ON changes (detected_at);
CREATE INDEX changes_alike ON changes (generic, detected_at);
CREATE TABLE deadlines (
    id TEXT PRIMARY KEY,
    serial_number TEXT NOT NULL REFERENCES cases (serial_number),
    due TEXT,
    pending INTEGER NOT NULL,
    content TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    gone INTEGER NOT NULL
);
CREATE INDEX deadlines_of_case ON deadlines (serial_number);
CREATE INDEX deadlines_by_day ON deadlines (due);
CREATE TABLE closings (
    id {id},
    deadline TEXT NOT NULL,
    serial_number TEXT NOT NULL REFERENCES cases (serial_number),
    action TEXT NOT NULL,
    said_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    said_at TEXT NOT NULL,
    due TEXT
);
CREATE INDEX closings_of_case ON closings (serial_number, id);
CREATE TABLE reminders (
    deadline TEXT NOT NULL,
    serial_number TEXT NOT NULL REFERENCES cases (serial_number),
    channel TEXT NOT NULL,
    rung TEXT NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (deadline, channel, rung)
);
CREATE INDEX reminders_of_case ON reminders (serial_number);
CREATE TABLE dispatches (
    id {id},
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    token TEXT NOT NULL,
    lease_until TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    may_be_repeat INTEGER NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    last_error TEXT NOT NULL,
    failed_at TEXT,
    finished_at TEXT
);
CREATE INDEX dispatches_open ON dispatches (state, next_try_at);
CREATE TABLE obligations (
    id {id},
    notice_id INTEGER NOT NULL REFERENCES notices (id),
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    context TEXT NOT NULL,
    created_at TEXT NOT NULL,
    not_before TEXT,
    dispatch_id INTEGER REFERENCES dispatches (id)
);
CREATE INDEX obligations_owed ON obligations (dispatch_id, not_before);
CREATE INDEX obligations_of_notice ON obligations (notice_id);
CREATE TABLE troubles (
    key TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    told_at TEXT,
    words TEXT NOT NULL
);
CREATE TABLE reservations (
    bucket TEXT NOT NULL,
    n INTEGER NOT NULL,
    stamp REAL NOT NULL,
    PRIMARY KEY (bucket, n)
);
CREATE TABLE pauses (
    bucket TEXT PRIMARY KEY,
    until REAL NOT NULL
)
"""

MIGRATIONS = (_VERSION_1,)
"""MIGRATIONS[n] brings a database from version n to n + 1."""

_SQLITE = {
    "{id}": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "{blob}": "BLOB",
    "{clustered}": "WITHOUT ROWID",  # the table is its key's index: half the size where rows are small
}


def migrate(database: Database) -> None:
    """Bring the database to this program's version, in one transaction.

    Raises:
        DatabaseTooNewError: it was written by a newer tmwatch; nothing was changed.
        StoreError: it is not a database of tmwatch, or cannot be written.
    """
    if _version(database) == len(MIGRATIONS):
        return
    with database.transaction():
        version = _version(database)
        _must_not_be_newer(database, version)
        for statements in MIGRATIONS[version:]:
            for statement in statements.split(";"):
                database.execute(_dialect(statement))
        database.execute("DELETE FROM meta WHERE key = 'schema'")
        database.execute("INSERT INTO meta (key, value) VALUES ('schema', ?)", [str(len(MIGRATIONS))])


def require_current(database: Database) -> None:
    """See that the database is of this program's version, without changing it.

    Raises:
        DatabaseTooNewError: it was written by a newer tmwatch.
        StoreError: it was written by an older one, or is not a database of tmwatch.
    """
    version = _version(database)
    _must_not_be_newer(database, version)
    if version < len(MIGRATIONS):
        raise StoreError(
            f"{database.location} was written by an older tmwatch: tmwatch check or run brings it up to date"
        )


def _must_not_be_newer(database: Database, version: int) -> None:
    if version > len(MIGRATIONS):
        raise DatabaseTooNewError(
            f"{database.location} was written by a newer tmwatch (schema {version}, this program knows "
            f"{len(MIGRATIONS)}): run the newer program, or restore a backup made before the upgrade"
        )


def _version(database: Database) -> int:
    tables = set(database.peewee.get_tables()) if _is_open(database) else set()
    if not tables:
        return 0
    if "meta" not in tables or "cases" not in tables:
        raise StoreError(
            f"{database.location} is a database of another program: name another file in the watchlist"
        )
    return int(database.rows("SELECT value FROM meta WHERE key = 'schema'")[0][0])


def _is_open(database: Database) -> bool:
    with database.errors():
        database.peewee.connect(reuse_if_open=True)
    return True


def _dialect(statement: str) -> str:
    for name, words in _SQLITE.items():
        statement = statement.replace(name, words)
    return statement
