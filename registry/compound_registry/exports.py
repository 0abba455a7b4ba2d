"""What the package exports, and the module of each: `__init__` and the stub are made from it."""

from collections.abc import Mapping

HOMES: Mapping[str, str] = {
    "Capabilities": "manifest",
    "Capability": "capability",
    "Card": "card",
    "Found": "choosing.finding",
    "Manifest": "manifest",
    "Needs": "choosing.needs",
    "Provider": "manifest",
    "card": "cards",
    "find": "choosing.finding",
    "use": "choice",
    "use_late": "late",
}
