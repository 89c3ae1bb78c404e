"""The body: one surface on which regions, drawings, nerve courses and muscles have their place."""

from legwise.anatomy.body.glb import Body, load_body

__all__ = ["Body", "load_body"]
