"""Whose code is one's own, and the versions of what is not."""

from __future__ import annotations

from dataclasses import dataclass, field

from compound.keys.code import packages


@dataclass(slots=True)
class Origins:
    """The packages that one node's code comes from."""

    homes: set[str]
    """Top-level packages whose code is followed; so is code that no distribution installed."""
    versions: dict[str, str] = field(default_factory=dict)
    """Distributions of the other packages that were met, by package."""

    def are_own(self, module: str) -> bool:
        """Whether the code of this module is followed. If not, its version is noted."""
        package = packages.top(module)
        if package in self.homes or package == "__main__":
            return True
        if packages.is_standard(package):
            return False
        version = packages.version_of(package)
        if version is not None:
            self.versions[package] = version
        return version is None

    def adopt(self, module: str) -> None:
        """Follow the code of this module's package too, unless it was installed: then its version tells."""
        package = packages.top(module)
        if not packages.is_standard(package) and not packages.is_installed(package):
            self.homes.add(package)
