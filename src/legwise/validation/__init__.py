"""Published accuracies of tests against what the network implies for the people they were studied in."""

from legwise.validation.chances import Chance
from legwise.validation.compare import Comparison, Totals, between_studies, compare, totals, validate
from legwise.validation.figures import Catalogue, Figure, Population, read_figures
from legwise.validation.implied import implied

__all__ = [
    "Catalogue",
    "Chance",
    "Comparison",
    "Figure",
    "Population",
    "Totals",
    "between_studies",
    "compare",
    "implied",
    "read_figures",
    "totals",
    "validate",
]
