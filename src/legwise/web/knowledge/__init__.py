"""The knowledge base for reading: every record as labelled fields, numbers with their provenance, links both ways."""

from legwise.web.knowledge.library import KINDS, Library, library
from legwise.web.knowledge.record import Field, Item, Kind, Page, RecordView

__all__ = ["KINDS", "Field", "Item", "Kind", "Library", "Page", "RecordView", "library"]
