"""Virtual patients: people sampled whole from the network, seen as real people are, to check the probabilities."""

from legwise.evaluation.virtual.people import People, people
from legwise.evaluation.virtual.reliability import Reliability
from legwise.evaluation.virtual.study import Calibration, Judged, judged, people_seen
from legwise.evaluation.virtual.world import World, drawn_world, world

__all__ = [
    "Calibration",
    "Judged",
    "People",
    "Reliability",
    "World",
    "drawn_world",
    "judged",
    "people",
    "people_seen",
    "world",
]
