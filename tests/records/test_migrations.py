"""Steps up and down on databases that hold something."""

from __future__ import annotations

from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from legwise.errors import InputError, RecordsError
from legwise.records.database import open_any
from legwise.records.migrate import NOTHING, migrate, revision_of, revisions
from legwise.records.room import Records
from legwise.records.tables import Base
from legwise.records.verify import verify
from records_content import everything, fill
from records_places import Place


def _step(place: Place, to: str | None = None) -> str | None:
    with (
        closing(open_any(place.address, place.key)) as database,
        database.connection(writes=True) as connection,
    ):
        migrate(connection, to)
        return revision_of(connection)


def test_the_steps_make_the_tables_that_the_code_speaks_of(records: Records) -> None:
    with records.database.connection() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert revision_of(connection) == revisions()[-1] == "2"


def test_down_and_up_again_keeps_everything(place: Place) -> None:
    database = place.create()
    fill(Records(database, "tester"))
    before, trail = everything(Records(database, "tester")), Records(database, "tester").trail()
    database.close()
    assert _step(place, "1") == "1"
    old = open_any(place.address, place.key)
    with old.connection() as connection:
        assert "urgency" not in {column["name"] for column in inspect(connection).get_columns("visits")}
        assert connection.execute(text("SELECT count(*) FROM documents")).scalar_one() == 30
    old.close()
    with pytest.raises(RecordsError, match=r"older Legwise.*records migrate"):
        place.open()
    assert _step(place) == "2"
    database = place.open()
    assert everything(Records(database, "tester")) == before and Records(database, "tester").trail() == trail
    verify(database)
    database.close()


def test_down_to_nothing_and_up_again(place: Place) -> None:
    database = place.create()
    fill(Records(database, "tester"))
    database.close()
    assert _step(place, NOTHING) is None
    with pytest.raises(RecordsError, match="no records yet"):
        place.open()
    assert _step(place) == "2"
    database = place.open()
    assert Records(database, "tester").people().total == 0 and Records(database, "tester").trail() == ()
    database.close()


def test_a_step_that_fails_leaves_the_old_shape(place: Place) -> None:
    """The second step meets a document that it cannot read."""
    database = place.create()
    fill(Records(database, "tester"))
    database.close()
    _step(place, "1")
    old = open_any(place.address, place.key)
    with old.connection(writes=True) as connection:
        connection.execute(text("UPDATE documents SET body = '{' WHERE kind = 'case'"))
    with pytest.raises(ValueError, match="Expecting"), old.connection(writes=True) as connection:
        migrate(connection)
    with old.connection() as connection:
        assert revision_of(connection) == "1"
        assert "words" not in {column["name"] for column in inspect(connection).get_columns("people")}
        assert connection.execute(text("SELECT count(*) FROM documents")).scalar_one() == 30
    old.close()


def test_unknown_revisions_are_refused(place: Place) -> None:
    place.create().close()
    with pytest.raises(InputError, match="allowed: base, 1, 2"):
        _step(place, "3")
    database = open_any(place.address, place.key)
    with database.connection(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '77'"))
    database.close()
    with pytest.raises(RecordsError, match="newer Legwise"):
        place.open()
    with pytest.raises(InputError, match="does not know"):
        _step(place)


def test_records_are_made_once(place: Place) -> None:
    with pytest.raises(RecordsError, match="no records yet"):
        place.open()
    place.create().close()
    with pytest.raises(RecordsError, match="already"):
        place.create()
    place.open().close()
