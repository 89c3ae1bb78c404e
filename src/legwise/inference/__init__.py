"""Exact and bounded inference on noisy-OR networks. Arrays in, arrays out; nothing medical."""

from legwise.inference.information import chances, mutual_information
from legwise.inference.network import Edge, NoisyOr, noisy_or
from legwise.inference.posterior import Posterior, infer

__all__ = ["Edge", "NoisyOr", "Posterior", "chances", "infer", "mutual_information", "noisy_or"]
