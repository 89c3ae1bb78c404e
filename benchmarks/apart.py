"""Run one piece of work in a process of its own: seconds, memory, and a cap on both."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

MEMORY = 9 * 2**30  # bytes that a process may take
QUICK = 1.0  # seconds; what takes less is run again, and the best time counts
AGAIN, MOST = 2, 50  # how often at least, and at most within AMPLE
AMPLE = 0.3  # seconds
STARTING = 30.0  # seconds that a process may take to import and prepare

Prepare = Callable[[Any], Callable[[], Any]]


@dataclass(frozen=True)
class Outcome:
    """Seconds and bytes that the work took beyond its preparation; `why` says what happened without an answer."""

    seconds: float
    bytes: int
    value: Any
    why: str = ""


def apart(prepare: Prepare, given: Any, cap: float) -> Outcome:
    """What ``prepare(given)()`` gives within `cap` seconds; only the second call is timed."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_run, args=(prepare, given, there))
    child.start()
    there.close()
    late = Outcome(cap, 0, None, f"more than {cap:g} s")
    try:
        if not here.poll(STARTING):
            return Outcome(0.0, 0, None, f"not ready in {STARTING:g} s")
        here.recv()
        if not here.poll(cap):
            return late
        found: Outcome = here.recv()
        return found if found.seconds <= cap else late
    except EOFError:
        return Outcome(0.0, 0, None, f"more than {MEMORY // 2**30} GB")
    finally:
        child.kill()
        child.join()
        here.close()


def _run(prepare: Prepare, given: Any, out: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        work = prepare(given)
    except Exception as error:
        out.send(None)
        out.send(Outcome(0.0, 0, None, _why(error)))
        return
    out.send(None)
    before = _peak()
    try:
        taken, value = _timed(work)
        peak = _peak()
        out.send(Outcome(_best(partial(prepare, given), taken), max(0, peak - before), value))
    except Exception as error:
        out.send(Outcome(0.0, 0, None, _why(error)))


def _best(prepare: Callable[[], Callable[[], Any]], taken: float) -> float:
    """The least time of the first run and of more: short ones are disturbed by little."""
    best = spent = taken
    for run in range(MOST):
        if best >= QUICK or (run >= AGAIN and spent > AMPLE):
            break
        now, _ = _timed(prepare())
        best, spent = min(best, now), spent + now
    return best


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())
    out_of_memory = isinstance(error, MemoryError) or "bad_alloc" in text
    return f"more than {MEMORY // 2**30} GB" if out_of_memory else f"failed: {text[:60]}"
