"""`python -m benchmarks.uai FILE --evidence FILE`: marginals and log10 P(evidence) in the competition's format."""

from __future__ import annotations

import argparse
import math
import multiprocessing
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.uai.answer import Answer, answer
from benchmarks.uai.read import read_evidence, read_model
from legwise.errors import InputError, LegwiseError


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the answer; the method, its error and the time go to stderr. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.uai", description=__doc__)
    parser.add_argument("file", type=Path, help="a model in UAI format, plain or gzipped")
    parser.add_argument("--evidence", type=Path, help="what is observed, in the older or the newer format")
    parser.add_argument("--task", choices=["MAR", "PR", "both"], default="both", help="what to print")
    parser.add_argument("--seconds", type=float, help="give up after so long")
    options = parser.parse_args(arguments)
    if options.seconds is not None and not options.seconds > 0.0:
        parser.error(f"argument --seconds: {options.seconds:g} is not allowed; give a time above 0")
    start = time.perf_counter()
    try:
        found = _within(options.seconds, options.file, options.evidence, options.task)
    except LegwiseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, InputError) else 1
    _print(found, options.task)
    print(
        f"method: {found.method}; width {found.width}; error {found.error:g}; {time.perf_counter() - start:.2f} s",
        file=sys.stderr,
    )
    return 0 if found.log_z > -math.inf or options.task == "PR" else 1


def _print(found: Answer, task: str) -> None:
    if task != "PR":
        if found.marginals is None:
            print("error: the evidence is impossible, so there are no marginals", file=sys.stderr)
        else:
            words = [str(len(found.marginals))]
            for table in found.marginals:
                words += [str(len(table)), *(f"{value:.17g}" for value in table)]
            print("MAR", " ".join(words), sep="\n")
    if task != "MAR":
        print("PR", f"{found.log_z / math.log(10.0):.17g}", sep="\n")


def _solve(file: Path, evidence: Path | None, task: str) -> Answer:
    model = read_model(file)
    return answer(model, read_evidence(evidence, model) if evidence else {}, marginals=task != "PR")


def _within(seconds: float | None, file: Path, evidence: Path | None, task: str) -> Answer:
    """The answer, worked out in a process of its own that is ended after `seconds`."""
    if seconds is None:
        return _solve(file, evidence, task)
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_send, args=(there, file, evidence, task))
    child.start()
    there.close()
    try:
        late = LegwiseError(f"no answer within {seconds:g} s")
        found: Answer | LegwiseError = here.recv() if here.poll(seconds) else late
    except EOFError:
        found = LegwiseError("the process that worked on it ended without an answer, probably for lack of memory")
    finally:
        child.kill()
        child.join()
        here.close()
    if isinstance(found, LegwiseError):
        raise found
    return found


def _send(there: Connection, file: Path, evidence: Path | None, task: str) -> None:
    try:
        there.send(_solve(file, evidence, task))
    except LegwiseError as error:
        there.send(error)


if __name__ == "__main__":
    sys.exit(main())
