"""Many at once: clients that paint and ask over the API, each on a case of its own."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

QUALITIES = ("pain_aching", "tingling", "numbness", "crawling", "urge_to_move", "cramp")
OVERLAY_EVERY = 3  # strokes
YES = 0.2  # share of answers
LASTS = 0.5  # seconds of a stroke


@dataclass(frozen=True)
class Crowd:
    """Seconds of every request by what it asked, and a sentence for every failure."""

    clients: int
    lasted: float
    seconds: dict[str, list[float]]
    failures: list[str]

    @property
    def all(self) -> list[float]:
        """Seconds of every request that somebody waits for: what is told ahead is not among them."""
        return [one for kind, times in self.seconds.items() if not kind.endswith("/ahead") for one in times]


def crowd(address: str, *, clients: int, lasts: float, pause: tuple[float, float]) -> Crowd:
    """So many clients for so long; each waits between two strokes for a time between the two of `pause`."""
    return asyncio.run(_crowd(f"{address}/api/v1", clients, lasts, pause))


async def _crowd(root: str, clients: int, lasts: float, pause: tuple[float, float]) -> Crowd:
    found = Crowd(clients, lasts, {}, [])
    async with httpx.AsyncClient(base_url=root, timeout=60.0, limits=httpx.Limits(max_connections=clients)) as http:
        vocabulary = (await http.get("/vocabulary")).raise_for_status().json()
        parts = _parts(vocabulary)
        ends = time.perf_counter() + lasts
        run = random.randrange(10**9)
        hands = [
            Client(http, f"crowd-{run}-{number}", parts[number % len(parts)], number, found)
            for number in range(clients)
        ]
        await asyncio.gather(*(hand.work(ends, pause) for hand in hands))
    return found


def _parts(vocabulary: Any) -> list[list[str]]:
    """The regions of each part of the body, a part for each side: where one person's complaint is."""
    sided = {one["id"] for one in vocabulary["regions"] if one["sided"]}
    groups = [[region for region in group["regions"] if region in sided] for group in vocabulary["groups"]]
    return [[f"{side}:{region}" for region in group] for group in groups if group for side in "RL"]


class Client:
    """One person: paints in one part of the body with two pens, answers what is asked, looks at a source at times."""

    def __init__(self, http: httpx.AsyncClient, name: str, regions: list[str], seed: int, found: Crowd) -> None:
        self.http, self.name, self.regions, self.found = http, name, regions, found
        self.chance = random.Random(seed)
        self.pens = self.chance.sample(QUALITIES, 2)
        self.case: dict[str, Any] = {"context": {"age": 30 + seed, "sex": ("female", "male")[seed % 2]}}
        self.revision: int | None = None

    async def work(self, ends: float, pause: tuple[float, float]) -> None:
        """Stroke after stroke until the time is over."""
        await asyncio.sleep(self.chance.uniform(0.0, pause[1]))
        strokes = 0
        while time.perf_counter() < ends:
            strokes += 1
            await self._stroke()
            answer, _ = await asyncio.gather(
                self._ask("POST", "/assess", {"case": self.case, "quick": True}), self._save()
            )
            sources = answer["assessment"]["sources"] if answer else []
            if sources and strokes % OVERLAY_EVERY == 0:
                await self._ask("GET", f"/overlay/{quote(sources[0]['key'], safe='')}")
            if answer and answer["next"]:
                await self._reply(answer["next"])
            await asyncio.sleep(self.chance.uniform(*pause))

    async def _reply(self, question: dict[str, Any]) -> None:
        """Answer a question that takes yes or no; those of one side or with a number are left open."""
        if question["kind"] not in ("finding", "context") or question["sided"] or question["measure"]:
            return
        said = {"case": self.case, "question": question, "answer": self.chance.random() < YES}
        if recorded := await self._ask("POST", "/interview/record", said):
            self.case = recorded["case"]

    async def _stroke(self) -> None:
        """A stroke that comes through one region to another, and tells the service of both while it is painted."""
        chart = self.case.get("chart") or {}
        before, pen = self.case, self.chance.choice(self.pens)
        for region in self.chance.choices(self.regions, k=2):
            mark = {"regions": [region], "qualities": [pen]}
            self.case = {**before, "chart": {**chart, "marks": [*chart.get("marks", []), mark]}}
            await self._ask("POST", "/assess/ahead", {"case": self.case, "quick": True})
            await asyncio.sleep(LASTS / 2)

    async def _save(self) -> None:
        kept = await self._ask("PUT", f"/cases/{self.name}", {"case": self.case, "revision": self.revision})
        if kept:
            self.revision = kept["revision"]

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer, timed; None and a note when it failed."""
        begin = time.perf_counter()
        kind = f"{method} {path}" if path.startswith("/assess") else f"{method} /{path.split('/')[1]}"
        try:
            answer = await self.http.request(method, path, json=body)
        except httpx.HTTPError as error:
            self.found.failures.append(f"{kind}: {type(error).__name__}")
            return None
        self.found.seconds.setdefault(kind, []).append(time.perf_counter() - begin)
        if answer.is_success:
            return answer.json() if answer.content else None
        self.found.failures.append(f"{kind}: {answer.status_code} {answer.text[:200]}")
        return None
