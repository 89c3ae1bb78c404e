"""Write the body as one binary glTF file (version 2.0), the same bytes for the same body."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
BYTE, UNSIGNED_SHORT, FLOAT = 5120, 5123, 5126


class Buffer:
    """Bytes of the file with the views into them, each starting at a multiple of four."""

    def __init__(self) -> None:
        """Start empty."""
        self.data = bytearray()
        self.views: list[dict[str, int]] = []

    def add(self, values: NDArray[Any], target: int | None = None, stride: int | None = None) -> int:
        """Append an array (little endian) and return the index of its view."""
        raw = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<")).tobytes()
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(raw)}
        if stride is not None:
            view["byteStride"] = stride
        if target is not None:
            view["target"] = target
        self.data += raw + bytes(-len(raw) % 4)
        self.views.append(view)
        return len(self.views) - 1


def glb(
    points: NDArray[np.float32],
    normals: NDArray[np.float64],
    triangles: NDArray[np.int64],
    buffer: Buffer,
    extras: dict[str, Any],
) -> bytes:
    """The file: one mesh of one primitive; `buffer` may already hold further views named in `extras`."""
    packed = np.zeros((len(normals), 4), dtype=np.int8)
    packed[:, :3] = np.round(normals * 127)
    position = buffer.add(points, ARRAY_BUFFER, 12)
    normal = buffer.add(packed, ARRAY_BUFFER, 4)
    index = buffer.add(triangles.astype(np.uint16).ravel(), ELEMENT_ARRAY_BUFFER)
    low, high = ([float(v) for v in bound] for bound in (points.min(axis=0), points.max(axis=0)))
    document = {
        "asset": {"version": "2.0", "generator": "legwise tools/body", "extras": {"legwise": extras}},
        "extensionsUsed": ["KHR_mesh_quantization"],
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "body"}],
        "meshes": [{"name": "body", "primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2}]}],
        "accessors": [
            {
                "bufferView": position,
                "componentType": FLOAT,
                "count": len(points),
                "type": "VEC3",
                "min": low,
                "max": high,
            },
            {"bufferView": normal, "componentType": BYTE, "normalized": True, "count": len(points), "type": "VEC3"},
            {"bufferView": index, "componentType": UNSIGNED_SHORT, "count": triangles.size, "type": "SCALAR"},
        ],
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": len(buffer.data)}],
    }
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
    chunks += struct.pack("<II", len(buffer.data), 0x004E4942) + bytes(buffer.data)
    return struct.pack("<III", 0x46546C67, 2, 12 + len(chunks)) + chunks
