"""The body: one surface on which regions, drawings, nerve courses and muscles have their place."""

from legwise.anatomy.body.chart import Layer, flat_chart
from legwise.anatomy.body.glb import Body, load_body
from legwise.anatomy.body.view import VIEWS, View

__all__ = ["VIEWS", "Body", "Layer", "View", "flat_chart", "load_body"]
