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


@dataclass(frozen=True)
class Crowd:
    """Seconds of every request by what it asked, and a sentence for every failure."""

    clients: int
    lasted: float
    seconds: dict[str, list[float]]
    failures: list[str]

    @property
    def all(self) -> list[float]:
        """Seconds of every request, whatever it asked."""
        return [one for times in self.seconds.values() for one in times]


def crowd(address: str, *, clients: int, lasts: float, pause: tuple[float, float]) -> Crowd:
    """So many clients for so long; each waits between two strokes for a time between the two of `pause`."""
    return asyncio.run(_crowd(f"{address}/api/v1", clients, lasts, pause))


async def _crowd(root: str, clients: int, lasts: float, pause: tuple[float, float]) -> Crowd:
    found = Crowd(clients, lasts, {}, [])
    async with httpx.AsyncClient(base_url=root, timeout=60.0, limits=httpx.Limits(max_connections=clients)) as http:
        vocabulary = (await http.get("/vocabulary")).raise_for_status().json()
        regions = [f"{side}:{one['id']}" for one in vocabulary["regions"] if one["sided"] for side in "LR"]
        examples = [one["id"] for one in (await http.get("/examples")).raise_for_status().json()]
        starts = [(await http.get(f"/examples/{quote(one)}")).json()["case"] for one in examples[:clients]]
        ends = time.perf_counter() + lasts
        hands = [
            Client(http, f"crowd-{number}-{random.randrange(10**9)}", starts[number % len(starts)], number, found)
            for number in range(clients)
        ]
        await asyncio.gather(*(hand.work(regions, ends, pause) for hand in hands))
    return found


class Client:
    """One person: paints a stroke, asks what it means, has it saved, now and then looks at a source."""

    def __init__(self, http: httpx.AsyncClient, name: str, case: dict[str, Any], seed: int, found: Crowd) -> None:
        self.http, self.name, self.case, self.found = http, name, case, found
        self.chance = random.Random(seed)
        self.revision: int | None = None

    async def work(self, regions: list[str], ends: float, pause: tuple[float, float]) -> None:
        """Stroke after stroke until the time is over."""
        await asyncio.sleep(self.chance.uniform(0.0, pause[1]))
        strokes = 0
        while time.perf_counter() < ends:
            strokes += 1
            self._stroke(regions)
            answer, _ = await asyncio.gather(self._ask("POST", "/assess", {"case": self.case}), self._save())
            sources = answer["assessment"]["sources"] if answer else []
            if sources and strokes % OVERLAY_EVERY == 0:
                await self._ask("GET", f"/overlay/{quote(sources[0]['key'], safe='')}")
            await asyncio.sleep(self.chance.uniform(*pause))

    def _stroke(self, regions: list[str]) -> None:
        chart = self.case.get("chart") or {}
        mark = {"regions": [self.chance.choice(regions)], "qualities": [self.chance.choice(QUALITIES)]}
        self.case = {**self.case, "chart": {**chart, "marks": [*chart.get("marks", []), mark]}}

    async def _save(self) -> None:
        kept = await self._ask("PUT", f"/cases/{self.name}", {"case": self.case, "revision": self.revision})
        if kept:
            self.revision = kept["revision"]

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer, timed; None and a note when it failed."""
        begin = time.perf_counter()
        kind = f"{method} /{path.split('/')[1]}"
        try:
            answer = await self.http.request(method, path, json=body)
        except httpx.HTTPError as error:
            self.found.failures.append(f"{kind}: {type(error).__name__}")
            return None
        self.found.seconds.setdefault(kind, []).append(time.perf_counter() - begin)
        if answer.is_success:
            return answer.json()
        self.found.failures.append(f"{kind}: {answer.status_code} {answer.text[:200]}")
        return None
