"""Open the database of the records: SQLite by file, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from legwise.errors import RecordsError, shown
from legwise.records.migrate import migrate, revision_of, revisions
from legwise.records.sqlite import WRITES, make_file, sqlite_engine

POSTGRESQL = "postgresql+psycopg"
ALLOWED = "allowed: sqlite:///FILE or postgresql://USER@HOST/DATABASE"
PATIENCE = 10  # seconds to reach a server


@dataclass(frozen=True)
class Database:
    """An open database. `name` is its address without a password."""

    engine: Engine
    name: str
    encrypted: bool

    @property
    def is_sqlite(self) -> bool:
        """True for a file, False for a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def connection(self, *, writes: bool = False) -> Iterator[Connection]:
        """One transaction: a writer's is kept when the block ends well, a reader sees one moment throughout.

        Raises RecordsError when the database refuses, without repeating what was to be written.
        """
        engine = self.engine.execution_options(**{WRITES: writes})
        if not self.is_sqlite and not writes:
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            with engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise refused(error) from None

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """The same as a session."""
        with self.connection(writes=writes) as connection, Session(connection, autoflush=False) as session:
            yield session
            session.flush()

    def sweep(self) -> None:
        """Leave nothing of what was erased in the write-ahead log, or among the dead rows of a server.

        A server also counts anew what it holds, which it needs for quick pages after a restore.
        Raises RecordsError when the database refuses; what was erased stays erased.
        """
        try:
            if self.is_sqlite:
                with closing(self.engine.raw_connection()) as held:
                    held.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                    connection.exec_driver_sql("VACUUM (ANALYZE) people, visits, documents")
        except DBAPIError as error:
            raise refused(error) from None

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(address: str, key: str | None = None) -> Database:
    """Open records that are there, in the newest shape. Raises RecordsError."""
    database = open_any(address, key)
    try:
        with database.connection() as connection:
            found = revision_of(connection)
        if found != revisions()[-1]:
            raise RecordsError(_other_shape(database.name, found))
    except BaseException:
        database.close()
        raise
    return database


def create_database(address: str, key: str | None = None) -> Database:
    """Make records where there are none: a new file, or the tables on a server. Raises RecordsError."""
    url = _url(address)
    path = _path(url)
    if path is not None:
        if path.exists():
            raise RecordsError(f"{path}: is there already; nothing was changed")
        make_file(path, key)
        database = Database(sqlite_engine(path, key, fresh=True), str(path), key is not None)
    else:
        if key is not None:
            raise RecordsError(
                "key: records in PostgreSQL are not encrypted by Legwise; whoever runs the server encrypts its disk."
                " Leave the key out (LEGWISE_KEY, LEGWISE_KEY_FILE, --key-file)"
            )
        database = _open_server(url)
    try:
        with database.connection(writes=True) as connection:
            if revision_of(connection) is not None:
                raise RecordsError(f"{database.name}: holds records already; nothing was changed")
            migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def open_any(address: str, key: str | None = None) -> Database:
    """Open a database in whatever shape, to migrate it or to look; a server needs no key. Raises RecordsError."""
    url = _url(address)
    path = _path(url)
    if path is None:
        return _open_server(url)
    if not path.exists():
        raise RecordsError(f"{path}: there are no records yet; 'legwise records init' makes them")
    return Database(sqlite_engine(path, key), str(path), key is not None)


def is_missing(address: str) -> bool:
    """True for a SQLite file that is not there yet."""
    path = sqlite_path(address)
    return path is not None and not path.exists()


def sqlite_path(address: str) -> Path | None:
    """The file of a SQLite address, None for a server. Raises RecordsError."""
    return _path(_url(address))


def refused(error: DBAPIError) -> RecordsError:
    """What a database says, in its first line only: the next ones may repeat values."""
    said = str(error.orig).strip().partition("\n")[0] or type(error.orig).__name__
    return RecordsError(f"the database of the records refuses: {said}")


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise RecordsError(f"database: this is not an address of one; {ALLOWED}") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise RecordsError(f"database: {shown(url.drivername)} is not known; {ALLOWED}")
    return url


def _path(url: URL) -> Path | None:
    """The file of a SQLite address, None for a server. Raises RecordsError."""
    if url.get_backend_name() != "sqlite":
        return None
    if url.drivername != "sqlite" or url.query or not url.database or url.database.startswith(":"):
        raise RecordsError("database: a SQLite address is sqlite:///FILE; nothing else may be in it")
    return Path(url.database)


def _open_server(url: URL) -> Database:
    name = url.set(drivername="postgresql").render_as_string(hide_password=True)
    engine = create_engine(
        url.set(drivername=POSTGRESQL),
        hide_parameters=True,  # an error must not repeat what a patient said
        pool_pre_ping=True,
        connect_args={"connect_timeout": PATIENCE},
    )
    try:
        engine.connect().close()
    except DBAPIError as error:
        engine.dispose()
        raise RecordsError(f"{name}: cannot be reached ({str(error.orig).partition(chr(10))[0]})") from None
    return Database(engine, name, False)


def _other_shape(name: str, found: str | None) -> str:
    if found is None:
        return f"{name}: there are no records yet; 'legwise records init' makes them"
    if found in revisions():
        return f"{name}: was made by an older Legwise; make a backup, then 'legwise records migrate'"
    return f"{name}: was made by a newer Legwise; install that one"
