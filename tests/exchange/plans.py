"""A small plan, written by hand as the planner would write it."""

from __future__ import annotations

from legwise.plan.model import (
    Aim,
    AskFirst,
    Caution,
    Change,
    Evidence,
    HomeItem,
    LeftOut,
    Measurement,
    Plan,
    Referral,
    Review,
    SessionStep,
    Solved,
)

EVIDENCE = Evidence(
    verdict="may_help", certainty="low", grade="C", says="A little less pain after two weeks.", thin=True
)
AIM = Aim(
    key="R:trp_piriformis",
    name="Trigger points, Piriformis, right",
    plain="sore points in the piriformis muscle (right)",
    side="R",
    level="buttock",
    regions=("R:buttock.upper",),
    share=0.2,
    presence=0.6,
    word="likely",
)
CAUTION = Caution(id="osteoporosis", says="Press less where bone is thin.")


def small_plan(**changes: object) -> Plan:
    """Two steps in the session, two things at home."""
    steps = tuple(
        SessionStep(
            order=n,
            start=20 * (n - 1),
            minutes=20,
            intervention="pressure",
            name=f"Pressure release {n}",
            plain="Slow pressure",
            aim=AIM,
            how="Press until it gives, then wait.",
            why="It carries a fifth of the complaint.",
            evidence=EVIDENCE,
            cautions=(CAUTION,),
        )
        for n in (1, 2)
    )
    home = tuple(
        HomeItem(
            intervention=name,
            name=name.capitalize(),
            plain=f"{name} gently",
            aim=AIM,
            days=days,
            times=times,
            minutes=5,
            weeks=4,
            dose="3 times 30 seconds",
            how="Lie on the back and draw the knee to the other shoulder.",
            why="It carries a fifth of the complaint.",
            time_basis="Evening: opinion.",
            evidence=EVIDENCE,
        )
        for name, days, times in (
            ("stretch", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("evening",)),
            ("walk", ("mon", "wed", "fri"), ("any",)),
        )
    )
    plan = Plan(
        case="small",
        role="therapist",
        minutes=60,
        urgency="routine",
        reach="full",
        ask_first=(AskFirst(id="clot", question="A clot in a vein?", concerns=("Pressure",), severity="absolute"),),
        measures=(
            Measurement(id="nrs", name="Pain now", how="0-10", when="before_and_after", why="Effect.", grade="B"),
        ),
        session=steps,
        minutes_used=40,
        home=home,
        referrals=(
            Referral(id="ferritin", name="Iron status", kind="test", says="Ferritin.", why="Low.", aim=None, grade="B"),
        ),
        warnings=(CAUTION,),
        left_out=(
            LeftOut(intervention="needle", name="Dry needling", because="not_this_role", reason="Not this role."),
        ),
        review=Review(after_days=14, why="Enough.", changes=(Change(when="worse", then="see a doctor"),)),
        computed=Solved(
            method="by hand", status="optimal", expected_benefit=0.1, candidates=3, chosen=2, knowledge_version="x"
        ),
    )
    return plan.model_copy(update=changes)
