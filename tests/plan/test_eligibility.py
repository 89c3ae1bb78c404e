"""No plan holds what is forbidden: 10,000 random people against a second, plain statement of what is forbidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import yaml

from legwise.knowledge.load import DATA, Knowledge, load
from legwise.plan.candidates import Candidate, weigh
from legwise.plan.eligibility import Situation, forbidding, limiting, met, needle_refusal, questions, standing
from legwise.plan.model import Role
from legwise.plan.session import choose_session, measuring_minutes
from plan.pictures_of_people import named, random_causes, random_situation

PEOPLE = 10_000
SOLVED_EVERY = 20  # the program only chooses among candidates, all of which are checked
SEED = 20_260_731


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def _raw(key: str) -> dict[str, dict[str, Any]]:
    """Records as they stand in the files, read without the schema."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(Path(DATA / "interventions").glob("*.yaml")):
        found |= {record["id"]: record for record in yaml.safe_load(path.read_text()).get(key, ())}
    return found


def _forbidden(
    item: dict[str, Any], side: str | None, told: Situation, entries: dict[str, dict[str, Any]]
) -> str | None:
    """The plain statement: anything told, flagged or likely enough, on this side or without a side, forbids."""
    for name in item.get("absolute", ()):
        entry = entries[name]
        everywhere = entry["scope"] == "person" or side is None
        for part in entry.get("when", {}).get("any", []):
            about = next(iter(part.values()))
            for answered in (told.findings, told.factors):
                for key, yes in answered.items():
                    where = key[0] if key[1:2] == ":" else None
                    if yes and key in (about, f"L:{about}", f"R:{about}") and (everywhere or where in (None, side)):
                        return f"{name}: {key}"
        if any(flag in told.flags for flag in entry.get("flags", [])):
            return f"{name}: red flag"
        for (where, cause), p in told.chances.items():
            if (
                cause in entry.get("causes", [])
                and p >= entry["from_chance"]["value"]
                and (everywhere or where in (None, side))
            ):
                return f"{name}: {cause} at {p}"
    return None


def _needle(candidate: Candidate, risks: dict[str, dict[str, Any]]) -> bool:
    """True when a muscle may be needled by the files."""
    muscle = candidate.lead.id.removeprefix("trp_")
    fitting = [risk for risk in risks.values() if muscle in risk["muscles"]]
    return bool(fitting) and not any(risk["lung"] or risk["avoid"] for risk in fitting)


def test_nobody_of_10_000_gets_what_is_forbidden(knowledge: Knowledge) -> None:
    random = np.random.default_rng(SEED)
    items, entries, risks = _raw("interventions"), _raw("contraindications"), _raw("needling_risks")
    possible = left_out = limited = 0
    for person in range(PEOPLE):
        told, causes = random_situation(random, knowledge), random_causes(random)
        role: Role = str(random.choice(get_args(Role)))  # type: ignore[assignment]
        stands = standing(told, knowledge)
        session = weigh(causes, told, stands, knowledge, role=role, setting="session", share_from=0.01)
        home = weigh(causes, told, stands, knowledge, role=role, setting="home", share_from=0.01)
        for candidate in (*session.candidates, *home.candidates):  # all that the program may choose from
            why = _forbidden(items[candidate.item.id], candidate.side, told, entries)
            assert why is None, f"seed {SEED}, person {person}: {candidate.item.id} in spite of {why}"
            if candidate.item.kind == "needling" and candidate.lead.kind == "muscle":
                assert _needle(candidate, risks), f"seed {SEED}, person {person}: {candidate.lead.id}"
        if person % SOLVED_EVERY == 0:
            minutes = int(random.integers(15, 91))
            chosen, _ = choose_session(session.candidates, minutes, knowledge)
            assert {id(one.candidate) for one in chosen} <= {id(candidate) for candidate in session.candidates}
            assert sum(one.minutes for one in chosen) <= minutes - measuring_minutes(minutes, knowledge)
        possible += len(session.candidates) + len(home.candidates)
        left_out += sum(one.because == "contraindicated" for one in (*session.left_out, *home.left_out))
        limited += sum(bool(candidate.limits) for candidate in session.candidates)
    assert possible > 5 * PEOPLE, "the people could be planned for at all"
    assert left_out > PEOPLE, "contraindications really stood"
    assert limited > PEOPLE / 10


def _treated(told: Situation, *keys: str, role: Role = "needling") -> set[tuple[str, str | None]]:
    knowledge = load()
    causes = [named(key, 0.3) for key in keys]
    stands = standing(told, knowledge)
    found = weigh(causes, told, stands, knowledge, role=role, setting="session", share_from=0.01)
    return {(candidate.item.id, candidate.side) for candidate in found.candidates}


def test_every_contraindication_can_stand(knowledge: Knowledge) -> None:
    for entry in knowledge.content.contraindications:
        parts = (entry.when or {}).get("any", ())
        assert parts or entry.flags or entry.causes or entry.ask_always
        for part in parts:
            ((kind, name),) = part.items()
            told = Situation(findings={name: True}) if kind == "finding" else Situation(factors={name: True})
            assert entry.id in standing(told, knowledge), name
        for flag in entry.flags:
            assert entry.id in standing(Situation(flags=frozenset([flag])), knowledge)
        for cause in entry.causes:
            assert entry.from_chance is not None
            limit = entry.from_chance.value
            assert entry.id in standing(Situation(chances={("L", cause): limit}), knowledge)
            assert entry.id not in standing(Situation(chances={("L", cause): limit - 1e-6}), knowledge)


def test_what_was_denied_does_not_stand(knowledge: Knowledge) -> None:
    everything = dict.fromkeys((*knowledge.findings, *knowledge.factors), False)
    assert standing(Situation(findings=everything, factors=everything), knowledge) == {}


def test_a_likely_clot_forbids_pressure_also_when_it_was_not_asked_for(knowledge: Knowledge) -> None:
    told = Situation(chances={("L", "deep_vein_thrombosis"): 0.06})
    assert ("ischaemic_compression", "R") in _treated(Situation(), "R:trp_gluteus_medius")
    assert ("ischaemic_compression", "R") not in _treated(told, "R:trp_gluteus_medius")


def test_a_sore_on_one_leg_spares_the_other() -> None:
    told = Situation(findings={"L:foot_ulcer": True})
    found = _treated(told, "L:trp_gluteus_medius", "R:trp_gluteus_medius")
    assert ("ischaemic_compression", "L") not in found
    assert ("ischaemic_compression", "R") in found


def test_a_side_that_was_not_told_counts_on_both() -> None:
    found = _treated(Situation(findings={"foot_ulcer": True}), "L:trp_gluteus_medius", "R:trp_gluteus_medius")
    assert not {side for name, side in found if name == "ischaemic_compression"}


@pytest.mark.parametrize("muscle", ["quadratus_lumborum_deep", "longissimus_thoracis", "psoas_major", "levator_ani"])
def test_no_needle_where_it_could_reach_lung_or_vessels(muscle: str, knowledge: Knowledge) -> None:
    assert needle_refusal(muscle, knowledge)
    found = {name for name, _ in _treated(Situation(), f"R:trp_{muscle}")}
    assert "dry_needling_ims" not in found
    assert "ischaemic_compression" in found


def test_a_blood_thinner_shortens_and_warns(knowledge: Knowledge) -> None:
    causes = [named("R:trp_gluteus_medius", 0.5)]
    benefit, longest = {}, {}
    for thinner in (False, True):
        told = Situation(factors={"anticoagulant": thinner})
        stands = standing(told, knowledge)
        found = weigh(causes, told, stands, knowledge, role="therapist", setting="session", share_from=0.01)
        (pressed,) = [c for c in found.candidates if c.item.id == "ischaemic_compression"]
        benefit[thinner] = pressed.benefit
        chosen, _ = choose_session([pressed], 60, knowledge)
        longest[thinner] = chosen[0].minutes
        assert bool(pressed.limits) == thinner
    assert benefit[True] == pytest.approx(0.5 * benefit[False])
    assert longest[True] < longest[False]


def test_a_heel_lift_needs_a_measured_difference(knowledge: Knowledge) -> None:
    lift = knowledge.interventions["heel_lift"].only_if
    assert lift is not None
    assert not met(lift, Situation(findings={"pelvic_obliquity": True}))
    assert not met(lift, Situation(findings={"L:leg_short": False}, numbers={"L:leg_short": 4.0}))
    assert met(
        lift, Situation(findings={"L:leg_short": False}, numbers={"L:leg_short": 6.0})
    )  # 5 mm count, 10 are a sign
    assert met(lift, Situation(findings={"L:leg_short": True}))


def test_what_was_answered_is_not_asked_again(knowledge: Knowledge) -> None:
    item = knowledge.interventions["ischaemic_compression"]
    open_ = questions([(item.name, item)], Situation(), {}, knowledge)
    assert open_["anticoagulation"] == ([item.name], False)
    assert open_["dvt_suspected"] == ([item.name], True)
    told = Situation(factors={"anticoagulant": False})
    assert "anticoagulation" not in questions([(item.name, item)], told, standing(told, knowledge), knowledge)


def test_both_kinds_of_contraindication_are_found(knowledge: Knowledge) -> None:
    item = knowledge.interventions["ischaemic_compression"]
    told = Situation(findings={"dark_urine": True}, factors={"anticoagulant": True})
    stands = standing(told, knowledge)
    assert [one.entry.id for one in forbidding(item, "L", stands)] == ["rhabdomyolysis"]
    assert [one.entry.id for one in limiting(item, "L", stands)] == ["anticoagulation"]
