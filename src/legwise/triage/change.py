"""Red flags in time: what stands though it was not asked again, and what is new since the visit before.

Two rules keep missing data from lowering an urgency. What was told or found stands until it is answered: a sign that
was `yes` and is not spoken of again is still there. And what is `yes` now counts as new unless it was known before: a
sign that nobody looked for at the visit before may have been there, which is said, but does not calm anybody.

A mark is new when it lies in a segment of the body (calf, sole, back of the thigh) on which this kind of feeling was
not marked on that side, or anywhere when the area of it grew by more than redrawing explains; the border of a shading
is never drawn twice the same way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from legwise.case.observations import Felt, Observations, Somewhere
from legwise.knowledge.load import Knowledge
from legwise.triage.rules import URGENCIES, Alert, alert_of, holds

GENERAL = {"weak_leg": "weak_", "sensory_loss_leg": "sensory_loss."}  # said already by any finding that begins so
NOT_RECORDED = "Not recorded at the visit before: it may have been there already."


def carried(before: Observations, now: Observations) -> Observations:
    """What is known now, with what was known to be there before and has not been answered since."""
    return replace(
        now,
        findings={**{key: True for key, on in before.findings.items() if on}, **now.findings},
        factors={**{key: True for key, on in before.factors.items() if on}, **now.factors},
        felt={**{key: s for key, s in before.felt.items() if key not in now.denied}, **now.felt},
        somewhere={**{group: s for group, s in before.somewhere.items() if _open(group, now)}, **now.somewhere},
    )


def _open(group: Somewhere, now: Observations) -> bool:
    return not all((group.modality, *pair) in now.denied for pair in group.zones)


def fresh(
    before: Observations, now: Observations, knowledge: Knowledge, grown: Collection[tuple[str, str]] = ()
) -> Observations:
    """What is there now and was not before; `grown` names the kinds of feeling and sides whose area grew."""
    marked = {(modality, side, knowledge.zones[zone].segment) for modality, side, zone in before.felt}

    def is_new(key: Felt) -> bool:
        modality, side, zone = key
        segment = knowledge.zones[zone].segment
        return key not in before.felt and ((modality, side, segment) not in marked or (modality, side) in grown)

    known = {(group.modality, *pair) for group in before.somewhere for pair in group.zones} | set(before.felt)
    return Observations(
        findings={key: True for key, on in now.findings.items() if on and not _known(key, before)},
        felt={key: strength for key, strength in now.felt.items() if is_new(key)},
        somewhere={
            group: strength
            for group, strength in now.somewhere.items()
            if not any((group.modality, *pair) in known for pair in group.zones)
        },
        setting=now.setting,
    )


def _known(key: str, before: Observations) -> bool:
    """Was it there, itself or as something more specific?"""
    side, colon, name = key.rpartition(":")
    if before.findings.get(key):
        return True
    start = f"{side}{colon}{GENERAL[name]}" if name in GENERAL else None
    return start is not None and any(on and other.startswith(start) for other, on in before.findings.items())


def change_alerts(
    before: Observations, now: Observations, knowledge: Knowledge, grown: Collection[tuple[str, str]] = ()
) -> list[Alert]:
    """Every rule of change that stands, the most urgent first. `before` has what was carried into that visit."""
    new, everything = fresh(before, now, knowledge, grown), carried(before, now)
    found = []
    for rule in knowledge.content.change_rules:
        matched = holds(rule.when, new, knowledge)
        if matched is None or (rule.besides is not None and holds(rule.besides, everything, knowledge) is None):
            continue
        alert = alert_of(rule, matched)
        unrecorded = all(key in new.findings and key not in before.findings for key in matched)
        found.append(replace(alert, reason=f"{alert.reason} {NOT_RECORDED}") if unrecorded else alert)
    return sorted(found, key=lambda alert: (URGENCIES.index(alert.urgency), alert.id))
