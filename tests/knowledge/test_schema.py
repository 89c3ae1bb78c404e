"""What a record of the knowledge base must not say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Condition


def test_a_silent_cause_is_felt_nowhere(knowledge: Knowledge) -> None:
    told = knowledge.conditions["femoropopliteal_artery_disease"].model_dump()
    assert Condition.model_validate(told).felt
    with pytest.raises(ValidationError, match="a silent cause is not felt anywhere"):
        Condition.model_validate({**told, "silent": True})
