"""How far from the spine a place lies: the way along the skin, as a fraction of the way to the toes.

The lumbar midline is where the way begins. For every face of the body the shortest way over the middles of
neighbouring faces is found (Dijkstra); divided by the longest way to a toe it is 0 at the spine and 1 at the
farthest toe. The shortest way over a mesh is a little longer than the true one, but so is the way to the toes: only
their ratio is used. Left mirrors right.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from legwise.anatomy.body.glb import Floats, load_body

SPINE = "back.lumbar_midline"
TOES = ("foot.big_toe", "foot.middle_toes", "foot.little_toe", "foot.toes_plantar")


@lru_cache(maxsize=1)
def from_spine() -> Floats:
    """For every face the fraction of the way from the spine to the toes, 0 to 1; the trunk above counts the same way.

    What lies farther than the toes (the hands) is 1.
    """
    from scipy.sparse import coo_array  # here: the app draws bodies long before anybody asks for this
    from scipy.sparse.csgraph import dijkstra

    body = load_body()
    middle = body.points[body.triangles].mean(axis=1)
    beside = body.neighbours
    here = np.repeat(np.arange(len(beside)), 3)
    there = beside.ravel()
    length = np.linalg.norm(middle[here] - middle[there], axis=1)
    way = dijkstra(
        coo_array((length, (here, there)), shape=(len(beside), len(beside))).tocsr(),
        directed=False,
        indices=body.faces_of(SPINE),
        min_only=True,
    )
    way = (way + way[body.mirror]) / 2.0
    toes = [number for number, name in enumerate(body.regions) if name[2:] in TOES]
    return np.asarray(np.clip(way / way[np.isin(body.face_region, toes)].max(), 0.0, 1.0))
