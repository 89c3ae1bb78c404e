"""kill -9 in mid-write: what was acknowledged is there, and nothing is there by half.

Every run is a process of its own that adds visits and sends the id of each one after it was kept. It is killed after
another while each time; a fork of a process that has everything loaded takes milliseconds to start.
"""

from __future__ import annotations

import multiprocessing
import time

from tools.postgres import Server

from legwise.records.database import create_database
from legwise.records.room import Records
from legwise.records.verify import verify
from records_content import DAY, documents
from records_places import LONG, Place, emptied, write

RUNS = 50


def test_nothing_that_was_acknowledged_is_lost(place: Place) -> None:
    database = place.create()
    records = Records(database, "tester")
    code = records.add_person()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["records_places", "legwise.web.warm"])
    kept: set[str] = set()
    for run in range(RUNS):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=write, args=(place.address, place.key, code, theirs))
        process.start()
        theirs.close()
        acknowledged = {ours.recv()}  # it is at work
        time.sleep(0.0007 * run)
        process.kill()
        process.join()
        try:
            while True:
                acknowledged.add(ours.recv())
        except (EOFError, OSError):
            ours.close()
        process.close()
        found = {visit.id: visit for visit in records.person(code).visits}
        assert kept | acknowledged <= set(found)
        assert len(found) <= len(kept | acknowledged) + 1  # one may have been kept and not yet said
        assert all(set(found[name].documents) == set(LONG) for name in set(found) - kept)
        kept = set(found)
    assert verify(database) == {
        "people": 1,
        "visits": len(kept),
        "documents": 5 * len(kept),
        "audit": 1 + 6 * len(kept),
    }
    assert records.visit(code, max(kept)).documents["plan"].body == LONG["plan"]
    database.close()


def test_a_server_that_loses_power_has_kept_what_was_acknowledged(postgres: Server) -> None:
    database = create_database(emptied(postgres))
    records = Records(database, "tester")
    code = records.add_person()
    visits = {records.add_visit(code, DAY, documents()) for _ in range(5)}
    postgres.crash_and_start()
    assert {visit.id for visit in records.person(code).visits} == visits
    assert verify(database)["visits"] == 5
    database.close()
