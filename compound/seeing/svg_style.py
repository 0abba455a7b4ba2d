"""Colors and type of the SVG drawing, light and dark."""

from __future__ import annotations

_HUES = {
    "edge": (240, 4), "pure": (226, 70), "wait": (194, 75), "model": (268, 70), "make": (215, 16), "read": (148, 55),
    "write": (36, 90), "act": (4, 75), "branch": (320, 60), "body": (140, 12),
}  # fmt: skip
"""Hue in degrees and saturation in percent of each family."""


def _families(fill: int, line: int) -> str:
    """The rules for cards: fill and outline of these lightnesses, in percent."""
    return "\n".join(
        f".{name}{{--fill:hsl({hue} {strength}% {fill}%);--line:hsl({hue} {strength}% {line}%)}}"
        for name, (hue, strength) in _HUES.items()
    )


STYLE = f"""
svg{{--paper:#fff;--halo:#fff;--ink:#1c2128;--faint:#646c79;--wire:#8d96a5}}
{_families(96, 52)}
.body{{--fill:#f7f9f8;--halo:#f7f9f8}}
.maybe:not(.card){{--wire:hsl(320 30% 62%)}}
@media (prefers-color-scheme:dark){{
svg{{--paper:#0f1318;--halo:#0f1318;--ink:#e8ecf2;--faint:#96a0ae;--wire:#667080}}
{_families(15, 58)}
.body{{--fill:#141a1d;--halo:#141a1d}}
.maybe:not(.card){{--wire:hsl(320 25% 52%)}}
}}
text{{fill:var(--faint);
font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}}
.paper{{fill:var(--paper)}}
.heading{{font-size:15px;font-weight:600;fill:var(--ink)}}
.card>rect{{fill:var(--fill,var(--paper));stroke:var(--line,var(--wire));stroke-width:1.3}}
.card.maybe>rect{{stroke-dasharray:5 3}}
.name{{font-size:13px;font-weight:600;fill:var(--ink)}}
.port{{fill:var(--ink);opacity:.75}}
.type{{paint-order:stroke;stroke:var(--halo);stroke-width:3px;stroke-linejoin:round}}
.end{{text-anchor:end}}
.wire path{{fill:none;stroke:var(--wire);stroke-width:1.4}}
.wire.maybe path{{stroke-dasharray:5 4}}
.wire:hover path{{stroke:var(--ink);stroke-width:2.4}}
.tip{{fill:var(--wire)}}
"""
