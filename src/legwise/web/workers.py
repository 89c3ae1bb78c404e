"""Worker processes for everything that reckons with a case.

A case can be slow. In a process of its own it blocks nobody, and it can be stopped: a thread cannot. Each worker
answers one job at a time over a pipe. A job that takes too long ends with its worker, and a new one takes its place;
where the platform allows, workers are forked from a process that has the knowledge base loaded already, so that
takes milliseconds.

Identical jobs are reckoned once: the answers to the last ones are kept in memory, and a job that is asked for again
while it runs is joined.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

from legwise.errors import InferenceError, InputError, KnowledgeError, LegwiseError, LookupFailure
from legwise.web.refusal import RefusedError, log_unexpected

SLOW = "this took too long and was stopped; nothing that was saved is lost"
BUSY = "too many requests at once; try again in a moment"
NOT_READY = "Legwise is still getting ready (the very first time this takes a minute or two); try again in a moment"
BROKEN = "something went wrong inside Legwise while reckoning; nothing that was saved is lost"
STARTING = 300.0  # seconds until the first worker is given up; the very first one compiles the inference loops
KINDS: dict[str, type[LegwiseError]] = {
    kind.__name__: kind for kind in (LookupFailure, InputError, InferenceError, KnowledgeError)
}


@dataclass(frozen=True)
class Job:
    """One call of a function of `legwise.web.jobs`; the arguments are plain values."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Reply:
    """What came of a job: content, or the kind and text of the library's own error."""

    content: bytes = b""
    error: str | None = None
    message: str = ""


def serve(pipe: Connection) -> None:
    """The life of a worker: answer jobs until the pipe closes (also when the service was killed)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the service's to handle
    from legwise.web.jobs import run

    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            reply = Reply(run(job.name, job.arguments))
        except LegwiseError as error:
            kind = next(name for name in (*KINDS, "LegwiseError") if name in {c.__name__ for c in type(error).__mro__})
            reply = Reply(error=kind, message=str(error))
        except Exception as error:
            log_unexpected(error)
            reply = Reply(error="unexpected")
        try:
            pipe.send(reply)
        except (BrokenPipeError, OSError):
            return


class Worker:
    """One process and our end of its pipe."""

    def __init__(self, context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True, name="legwise worker")
        self.process.start()
        theirs.close()

    def ask(self, job: Job) -> Reply:
        """Send a job and wait. Raises EOFError or OSError when the process ends."""
        self.pipe.send(job)
        reply = self.pipe.recv()
        assert isinstance(reply, Reply)
        return reply

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join(5)
        self.pipe.close()


def _new_worker() -> Worker:
    return Worker(_context())


class Crew:
    """All workers of a service. `run` may be called from many requests at once."""

    def __init__(self, size: int, *, time_limit: float, waiting_limit: int, remembered: int) -> None:
        self.size, self.time_limit, self.waiting_limit, self.remembered = size, time_limit, waiting_limit, remembered
        self.waiting = 0
        self.idle: asyncio.Queue[Worker] = asyncio.Queue()
        self.all: set[Worker] = set()
        self.answers: OrderedDict[Job, asyncio.Task[bytes]] = OrderedDict()
        self.threads = ThreadPoolExecutor(2 * size + 1, thread_name_prefix="crew")
        self.tasks: set[asyncio.Task[None]] = set()
        self.started = asyncio.Event()
        self.closed = False

    def open(self) -> None:
        """Start the workers in the background; requests wait for the first one."""
        for _ in range(self.size):
            self._background(self._hire())

    async def close(self) -> None:
        """End all workers."""
        self.closed = True
        for task in (*self.tasks, *self.answers.values()):
            task.cancel()
        await asyncio.gather(*self.tasks, *self.answers.values(), return_exceptions=True)
        for worker in self.all:
            worker.stop()
        self.threads.shutdown(wait=False)

    async def run(self, name: str, *arguments: Any) -> bytes:
        """The answer to a job, as JSON. Raises RefusedError or the library's own errors."""
        job = Job(name, arguments)
        if job not in self.answers:
            if self.waiting >= self.waiting_limit:
                raise RefusedError(503, BUSY)
            self._begin(job)
        self.answers.move_to_end(job)
        return await asyncio.shield(self.answers[job])

    def ahead(self, name: str, *arguments: Any) -> None:
        """Begin a job that may soon be asked for, if a worker has nothing to do; never with the only one."""
        job = Job(name, arguments)
        if job not in self.answers and self.size > 1 and not self.idle.empty():
            self._begin(job)

    def _begin(self, job: Job) -> None:
        task = asyncio.create_task(self._reckon(job))
        self.answers[job] = task
        task.add_done_callback(lambda done: self._settle(job, done))

    def _settle(self, job: Job, task: asyncio.Task[bytes]) -> None:
        """Failures are forgotten at once, and beyond the limit the oldest answers."""
        if (task.cancelled() or task.exception() is not None) and self.answers.get(job) is task:
            del self.answers[job]
        done = [old for old, one in self.answers.items() if one.done()]
        for old in done[: max(0, len(done) - self.remembered)]:
            del self.answers[old]

    async def _reckon(self, job: Job) -> bytes:
        await self._ready()
        ends = asyncio.get_running_loop().time() + self.time_limit
        try:
            reply = await self._ask(job, ends)
        except (EOFError, OSError):  # the worker is gone, perhaps long since: one more try, in a fresh one
            try:
                reply = await self._ask(job, ends)
            except (EOFError, OSError):
                raise RefusedError(500, BROKEN) from None
        if reply.error is None:
            return reply.content
        if reply.error == "unexpected":
            raise RefusedError(500, BROKEN)
        raise KINDS.get(reply.error, LegwiseError)(reply.message)

    async def _ready(self) -> None:
        """Wait for the first worker; the time limit of a request begins only then."""
        self.waiting += 1
        try:
            async with asyncio.timeout(STARTING):
                await self.started.wait()
        except TimeoutError:
            raise RefusedError(503, NOT_READY) from None
        finally:
            self.waiting -= 1

    async def _ask(self, job: Job, ends: float) -> Reply:
        """Ask the first worker that is free. A worker that does not answer in time, or at all, is replaced."""
        self.waiting += 1
        try:
            async with asyncio.timeout_at(ends):
                worker = await self.idle.get()
        except TimeoutError:
            raise RefusedError(503, BUSY) from None
        finally:
            self.waiting -= 1
        sound = False
        try:
            async with asyncio.timeout_at(ends):
                reply = await asyncio.get_running_loop().run_in_executor(self.threads, worker.ask, job)
            sound = True
        except TimeoutError:
            raise RefusedError(503, SLOW) from None
        finally:
            if sound:
                self.idle.put_nowait(worker)
            else:
                self._replace(worker)
        return reply

    def _replace(self, worker: Worker) -> None:
        self.all.discard(worker)
        self.threads.submit(worker.stop)
        if not self.closed:
            self._background(self._hire())

    async def _hire(self) -> None:
        try:
            worker = await asyncio.get_running_loop().run_in_executor(self.threads, _new_worker)
        finally:
            self.started.set()  # also when it failed: requests then wait no longer than their time limit
        if self.closed:
            worker.stop()
            return
        self.all.add(worker)
        self.idle.put_nowait(worker)

    def _background(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


@lru_cache(maxsize=1)
def _context() -> Any:
    """Fork from a warm process where the platform can (not from this one, which has threads)."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["legwise.web.warm"])
    return context


def warm_up() -> None:
    """Begin to load the knowledge base beside this process, so that the first worker is ready sooner."""
    if _context().get_start_method() == "forkserver":
        forkserver.ensure_running()
