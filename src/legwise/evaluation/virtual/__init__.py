"""Virtual patients: people sampled whole from the network, seen as real people are, to check the probabilities."""

from legwise.evaluation.virtual.intervals import Coverage, distances
from legwise.evaluation.virtual.people import People, people
from legwise.evaluation.virtual.reliability import Point, Reliability
from legwise.evaluation.virtual.report import report
from legwise.evaluation.virtual.study import Calibration, Judged, judged, people_seen
from legwise.evaluation.virtual.world import World, drawn_world, world

__all__ = [
    "Calibration",
    "Coverage",
    "Judged",
    "People",
    "Point",
    "Reliability",
    "World",
    "distances",
    "drawn_world",
    "judged",
    "people",
    "people_seen",
    "report",
    "world",
]
