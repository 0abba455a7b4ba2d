"""Time in words."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """Seconds in the unit that suits them: `540 µs`, `8.3 ms`, `1.8 s`, `2:05 min`, `1:02:05 h`."""
    if seconds < 0.9995e-3:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 0.9995:
        return f"{seconds * 1e3:.3g} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d} h" if hours else f"{minutes}:{rest:02d} min"
