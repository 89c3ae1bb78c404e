"""The body chart as observations: where something is felt, where it is not, and what a mark implies.

A mark that names one zone says that it is felt there; a mark that names a group says that it is felt
somewhere in the group. A mark of intensity 0 says that the place is free. A place that is free of one
quality ("not numb") speaks against the whole modality only where no other quality of it is marked.
"""

from __future__ import annotations

from collections.abc import Iterable

from legwise.case.model import Case, Mark
from legwise.case.observations import Felt, Observations, Somewhere
from legwise.case.places import MIDLINE, Place, places
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge

ALTERED = frozenset({"numbness", "tingling"})
NOT_FELT = frozenset({"weakness", "swelling"})  # said by findings, not by where it hurts
QUALITY_FINDING = {
    "pain_aching": "quality_aching",
    "pain_sharp": "quality_sharp",
    "pain_shooting_electric": "quality_shooting",
    "urge_to_move": "urge_to_move",
}
WHEN_FINDING = {
    "morning": "worse_morning",
    "evening": "worse_evening_night",
    "night": "night_pain",
    "rest": "worse_at_rest",
    "sitting": "worse_sitting",
    "standing": "worse_standing",
    "walking": "worse_walking",
    "exercise": "worse_exercise",
    "constant": "constant_pain",
}
LOWER_LEG = frozenset({"calf", "shin", "leg_inner", "leg_outer"})
SWELLS = LOWER_LEG | {"thigh_front", "thigh_back"}
FOOT = frozenset({"foot_top", "foot_sole"})
ABOVE_THE_LEG = frozenset({"back", "pelvis_back", "elsewhere"})  # segments
BACK = (("L", "back_low"), ("R", "back_low"), (MIDLINE, "back_midline"))

Qualities = dict[Felt, set[str]]


def enter_chart(seen: Observations, case: Case, knowledge: Knowledge) -> None:
    """Enter marks, places said to be free, and what both imply. Findings are entered before."""
    felt: Qualities = {}
    for number, mark in enumerate(case.chart.marks):
        if mark.intensity != 0:
            _enter_mark(seen, mark, f"chart.marks[{number}]", felt, knowledge)
    for number, mark in enumerate(case.chart.marks):
        if mark.intensity == 0:
            qualities = mark.qualities or ("pain",)
            _enter_absent(seen, mark.regions, qualities, f"chart.marks[{number}]", felt, knowledge)
    for number, absent in enumerate(case.chart.absent):
        _enter_absent(seen, absent.regions, absent.qualities, f"chart.absent[{number}]", felt, knowledge)
    _enter_back_pain(seen)
    _derive_both_legs(seen, knowledge)
    _check_groups(seen)
    if case.chart.completed:
        _deny_unshaded(seen, knowledge)


def _modalities(qualities: Iterable[str]) -> dict[str, set[str]]:
    """The qualities that are felt, by modality."""
    found: dict[str, set[str]] = {}
    for quality in qualities:
        if quality not in NOT_FELT:
            found.setdefault("altered" if quality in ALTERED else "pain", set()).add(quality)
    return found


def _enter_mark(seen: Observations, mark: Mark, origin: str, felt: Qualities, knowledge: Knowledge) -> None:
    found = [p for reference in mark.regions for p in places(reference, f"{origin}.regions", knowledge)]
    strength = 1.0 if mark.intensity is None else mark.intensity / 10.0
    for modality, qualities in _modalities(mark.qualities or ("pain",)).items():
        for place in found:
            _enter_place(seen, modality, place, strength)
            for side, zone in () if place.somewhere else place.zones:
                felt.setdefault((modality, side, zone), set()).update(qualities)
    for quality in mark.qualities:
        _derive_from_quality(seen, quality, found, origin, knowledge)
    for when in mark.when:
        if when in WHEN_FINDING:
            seen.derive(WHEN_FINDING[when], True, origin, knowledge)


def _enter_place(seen: Observations, modality: str, place: Place, strength: float) -> None:
    if place.somewhere:
        group = Somewhere(modality, place.zones)
        seen.somewhere[group] = max(seen.somewhere.get(group, 0.0), strength)
        return
    for side, zone in place.zones:
        key = (modality, side, zone)
        seen.felt[key] = max(seen.felt.get(key, 0.0), strength)


def _derive_from_quality(
    seen: Observations, quality: str, found: list[Place], origin: str, knowledge: Knowledge
) -> None:
    if quality not in ("swelling", "pain"):
        seen.derive(QUALITY_FINDING.get(quality, f"quality_{quality}"), True, origin, knowledge)
    if quality in ("burning", "pain_shooting_electric"):
        seen.derive("quality_burning_or_shooting", True, origin, knowledge)
    if quality in ALTERED and any((MIDLINE, "saddle") in p.zones and not p.somewhere for p in found):
        seen.derive("saddle_numbness", True, origin, knowledge)
    segments = {(side, knowledge.zones[zone].segment) for place in found for side, zone in place.zones}
    for side in sorted({side for side, _ in segments} - {MIDLINE}):
        here = {segment for one, segment in segments if one == side}
        if quality == "weakness" and here - {"elsewhere"}:
            seen.derive(f"{side}:leg_weakness_felt", True, origin, knowledge)
        if quality == "swelling" and here & SWELLS:
            seen.derive(f"{side}:calf_swelling", True, origin, knowledge)
        if quality == "swelling" and here == {"knee"}:
            seen.derive(f"{side}:knee_swelling", True, origin, knowledge)
        if quality == "cold" and here & FOOT:
            seen.derive(f"{side}:cold_pale_foot", True, origin, knowledge)


def _enter_absent(
    seen: Observations,
    regions: tuple[str, ...],
    qualities: tuple[str, ...],
    origin: str,
    felt: Qualities,
    knowledge: Knowledge,
) -> None:
    """Without qualities the place is free of everything."""
    free_of: dict[str, set[str]] = _modalities(qualities) if qualities else {"pain": set(), "altered": set()}
    for reference in regions:
        for place in places(reference, f"{origin}.regions", knowledge):
            for side, zone in place.zones:
                for modality, absent in free_of.items():
                    _deny(seen, (modality, side, zone), absent, origin, felt)
                if "weakness" in qualities and side != MIDLINE:
                    seen.derive(f"{side}:leg_weakness_felt", False, origin, knowledge)


def _deny(seen: Observations, key: Felt, absent: set[str], origin: str, felt: Qualities) -> None:
    if key not in felt:
        seen.denied.add(key)
    elif not absent or absent & felt[key]:
        place = key[2] if key[1] == MIDLINE else f"{key[1]}:{key[2]}"
        raise CaseError(f"{origin}: contradiction: {place} is both marked and said to be free")


def _check_groups(seen: Observations) -> None:
    """A group mark says 'somewhere in here', which is wrong when every zone of it is said to be free."""
    for group in seen.somewhere:
        if all((group.modality, *pair) in seen.denied for pair in group.zones):
            side, zone = group.zones[0]
            raise CaseError(
                f"chart: contradiction: a mark over {len(group.zones)} zones ({side}:{zone} and others)"
                " is said to be free in every one of them"
            )


def _enter_back_pain(seen: Observations) -> None:
    """`back_pain` and a mark over the low back are one witness: the network reads the mark only."""
    answer = seen.findings.get("back_pain")
    keys = [("pain", side, zone) for side, zone in BACK]
    marked = any(key in seen.felt for key in keys)
    if answer is True and not marked:
        seen.somewhere[Somewhere("pain", BACK)] = 1.0
    if answer is False:
        if marked:
            raise CaseError("findings.back_pain: contradiction: 'no', but the chart marks the low back")
        seen.denied.update(keys)
    if answer is None and marked:
        seen.findings["back_pain"] = True
        seen.derived.add("back_pain")


def _derive_both_legs(seen: Observations, knowledge: Knowledge) -> None:
    """Marks below the back on both sides mean both legs; a completed chart with one side means not."""
    if "both_legs" in seen.findings:
        return
    zones = {(side, zone) for _, side, zone in seen.felt} | {pair for group in seen.somewhere for pair in group.zones}
    legs = {side for side, zone in zones if knowledge.zones[zone].segment not in ABOVE_THE_LEG}
    if {"L", "R"} <= legs:
        seen.findings["both_legs"] = True
        seen.derived.add("both_legs")
    elif seen.completed and legs & {"L", "R"}:
        seen.findings["both_legs"] = False
        seen.derived.add("both_legs")


def _deny_unshaded(seen: Observations, knowledge: Knowledge) -> None:
    """A completed chart makes every unshaded zone negative, unless a group mark leaves it open."""
    open_zones = {(group.modality, *pair) for group in seen.somewhere for pair in group.zones}
    for zone in knowledge.zones.values():
        midline = knowledge.regions[zone.regions[0]].side == "midline"
        for side in (MIDLINE,) if midline else ("L", "R"):
            for modality in ("pain", "altered"):
                key = (modality, side, zone.id)
                if key not in seen.felt and key not in open_zones:
                    seen.denied.add(key)
