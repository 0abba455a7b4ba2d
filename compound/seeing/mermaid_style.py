"""Colors of the Mermaid drawing; every style has its own ink, so that it can be read on light and on dark pages."""

from __future__ import annotations

STYLES = {
    "succeeded": "fill:#e3f3e6,stroke:#2e7d32,color:#1c2128",
    "cached": "fill:#dff1f6,stroke:#0b7285,color:#1c2128",
    "failed": "fill:#fde3e1,stroke:#c62828,color:#1c2128,stroke-width:2px",
    "blocked": "fill:#fff1cc,stroke:#b26a00,color:#1c2128",
    "cancelled": "fill:#fff1cc,stroke:#b26a00,color:#1c2128,stroke-dasharray:4 3",
    "skipped": "fill:#f1f3f5,stroke:#9aa1ab,color:#646c79,stroke-dasharray:4 3",
    "edge": "fill:#ffffff,stroke:#8d96a5,color:#1c2128",
    "inner": "fill:#f4f5f7,stroke:#8d96a5,color:#1c2128",
    "body": "fill:#f7f9f8,stroke:#8d96a5,color:#1c2128",
}
"""By outcome of a node (see outcomes.py); inputs and outputs, nodes of which nothing is known, `each` and `loop`."""
