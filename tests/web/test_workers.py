"""The crew with workers that do as the test says: limits, replacement, shared answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from legwise.errors import CaseError, InputError, LookupFailure
from legwise.web import workers
from legwise.web.refusal import RefusedError
from legwise.web.workers import Crew, Job, Reply


class Obedient:
    """A worker in this process: `hold` jobs wait for the gate, `die` jobs end it, others answer at once."""

    gate = threading.Event()
    asked: list[Job] = []  # noqa: RUF012 - the test empties it
    hired = 0

    def __init__(self) -> None:
        type(self).hired += 1
        self.stopped = False

    def ask(self, job: Job) -> Reply:
        self.asked.append(job)
        if job.name == "hold":
            self.gate.wait(20)
        if job.name == "die":
            raise EOFError
        if job.name == "refuse":
            return Reply(error=str(job.arguments[0]), message="words")
        return Reply(f"{job.name} {job.arguments}".encode())

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture(autouse=True)
def obedient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(workers, "_new_worker", Obedient)
    Obedient.gate.clear()
    Obedient.asked.clear()
    Obedient.hired = 0
    yield
    Obedient.gate.set()


def _crew(size: int = 1, *, time_limit: float = 20.0, waiting_limit: int = 50, remembered: int = 50) -> Crew:
    crew = Crew(size, time_limit=time_limit, waiting_limit=waiting_limit, remembered=remembered)
    crew.open()
    return crew


def test_an_answer_is_remembered_and_a_running_job_is_joined() -> None:
    async def story() -> None:
        crew = _crew()
        same = [asyncio.create_task(crew.run("hold", 1)) for _ in range(5)]
        await asyncio.sleep(0.1)
        Obedient.gate.set()
        assert set(await asyncio.gather(*same)) == {b"hold (1,)"}
        assert await crew.run("hold", 1) == b"hold (1,)"
        assert len(Obedient.asked) == 1
        await crew.close()

    asyncio.run(story())


def test_only_the_last_answers_are_remembered() -> None:
    async def story() -> None:
        crew = _crew(remembered=3)
        for number in range(10):
            await crew.run("work", number)
        assert len(crew.answers) == 3
        await crew.run("work", 9)
        assert len(Obedient.asked) == 10
        await crew.run("work", 0)
        assert len(Obedient.asked) == 11
        await crew.close()

    asyncio.run(story())


def test_beyond_the_limit_nobody_may_wait() -> None:
    async def story() -> None:
        crew = _crew(waiting_limit=1)
        working = asyncio.create_task(crew.run("hold", 0))
        await asyncio.sleep(0.1)
        waiting = asyncio.create_task(crew.run("work", 1))
        await asyncio.sleep(0.1)
        with pytest.raises(RefusedError, match="too many") as refused:
            await crew.run("work", 2)
        assert refused.value.status == 503
        Obedient.gate.set()
        assert await working and await waiting
        await crew.close()

    asyncio.run(story())


def test_what_takes_too_long_is_stopped_and_its_worker_replaced() -> None:
    async def story() -> None:
        crew = _crew(2, time_limit=0.5)
        slow = asyncio.create_task(crew.run("hold", 0))
        assert await crew.run("work", 1)  # the other worker goes on
        with pytest.raises(RefusedError, match="too long"):
            await slow
        Obedient.gate.set()
        for number in range(10):
            assert await crew.run("work", 10 + number)
        assert Obedient.hired == 3
        assert crew.answers.get(Job("hold", (0,))) is None  # a failure is not remembered
        await crew.close()

    asyncio.run(story())


def test_a_dead_worker_is_replaced_and_the_job_tried_once_more() -> None:
    async def story() -> None:
        crew = _crew()
        with pytest.raises(RefusedError, match="went wrong"):
            await crew.run("die")
        assert len(Obedient.asked) == 2
        assert await crew.run("work", 1)
        assert Obedient.hired == 3
        await crew.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("kind", "error"), [("LookupFailure", LookupFailure), ("InputError", InputError), ("unexpected", RefusedError)]
)
def test_errors_of_a_worker_come_through(kind: str, error: type[Exception]) -> None:
    async def story() -> None:
        crew = _crew()
        with pytest.raises(error):
            await crew.run("refuse", kind)
        await crew.close()

    asyncio.run(story())


def test_a_real_worker_names_the_kind_of_the_librarys_errors() -> None:
    context = workers._context()
    worker = workers.Worker(context)
    try:
        reply = worker.ask(Job("parse", ("", "a.yaml")))
        assert reply.error == "InputError" and issubclass(CaseError, InputError)
        assert "empty" in reply.message
        assert worker.ask(Job("no such job", ())).error == "unexpected"
        assert b"fever" in worker.ask(Job("parse", ("findings: {fever: yes}", "a.yaml"))).content
    finally:
        worker.stop()


def test_what_may_be_asked_soon_is_begun_only_while_a_worker_has_nothing_to_do() -> None:
    async def story() -> None:
        crew = _crew(size=2)
        await crew.run("work", 0)
        crew.ahead("hold", 1)
        await asyncio.sleep(0.1)
        asked = asyncio.create_task(crew.run("hold", 1))
        crew.ahead("hold", 2)
        await asyncio.sleep(0.1)
        crew.ahead("hold", 3)
        Obedient.gate.set()
        assert await asked == b"hold (1,)"
        await asyncio.sleep(0.1)
        assert [job.arguments for job in Obedient.asked if job.name == "hold"] == [(1,), (2,)]
        await crew.close()

    asyncio.run(story())


def test_the_only_worker_is_kept_for_what_is_asked_now() -> None:
    async def story() -> None:
        crew = _crew()
        await crew.run("work", 0)
        crew.ahead("work", 1)
        await asyncio.sleep(0.1)
        assert [job.arguments for job in Obedient.asked] == [(0,)]
        await crew.close()

    asyncio.run(story())


def test_what_fails_ahead_fails_again_when_it_is_asked() -> None:
    async def story() -> None:
        crew = _crew(size=2)
        await crew.run("work", 0)
        crew.ahead("refuse", "InputError")
        await asyncio.sleep(0.1)
        with pytest.raises(InputError):
            await crew.run("refuse", "InputError")
        await crew.close()

    asyncio.run(story())


def test_the_first_request_waits_for_a_service_that_is_still_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = threading.Event()

    def late() -> Obedient:
        ready.wait(20)
        return Obedient()

    monkeypatch.setattr(workers, "_new_worker", late)

    async def story() -> None:
        crew = _crew(time_limit=0.2)
        asked = asyncio.create_task(crew.run("work", 1))
        await asyncio.sleep(0.6)
        assert not asked.done()
        ready.set()
        assert await asked == b"work (1,)"
        await crew.close()

    asyncio.run(story())


def test_a_service_that_never_gets_ready_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(workers, "STARTING", 0.2)
    monkeypatch.setattr(workers, "_new_worker", lambda: (gate.wait(20), Obedient())[1])

    async def story() -> None:
        crew = _crew()
        with pytest.raises(RefusedError, match="getting ready"):
            await crew.run("work", 1)
        gate.set()
        await crew.close()

    asyncio.run(story())
