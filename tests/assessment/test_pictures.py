"""Textbook pictures: short typical histories, written from the evidence, each with its expected family.

The expected family must come within the first three (a picture that says so may tie with the third), a stated urgency
must be reached, and a routine picture must stay routine. They are not patients; how the program does on published
patients is measured by `legwise evaluate`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from legwise.assessment.assess import inferred
from legwise.assessment.families import family_shares
from legwise.case.read import case_from_mapping
from legwise.knowledge.load import load
from legwise.triage.rules import more_urgent, most_urgent

DRAWING_ERROR = 0.025  # two standard errors of a share of a tenth, by 600 whole explanations: a tie

FOLDER = Path(__file__).parent / "pictures"


def pictures() -> list[Any]:
    return [
        pytest.param(picture, id=f"{path.stem}: {picture['name']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for picture in yaml.safe_load(path.read_text(encoding="utf-8"))["pictures"]
    ]


@pytest.mark.parametrize("picture", pictures())
def test_the_expected_family_is_among_the_first_three(picture: dict[str, Any]) -> None:
    knowledge = load()
    parts = inferred(case_from_mapping(picture["case"]), knowledge)
    shares = family_shares(parts.case, parts.credit, knowledge)
    named = {share.family: share.share for share in shares if share.family != "unexplained"}
    third = sorted(named.values(), reverse=True)[:3][-1]
    assert named.get(picture["family"], 0.0) >= third - (DRAWING_ERROR if picture.get("tie") else 0.0), named
    found, wanted = most_urgent(parts.alerts), picture.get("urgency", "routine")
    flags = [alert.id for alert in parts.alerts]
    assert more_urgent(found, wanted) == found, flags
    if picture.get("urgency") == "routine":
        assert found == "routine", flags
