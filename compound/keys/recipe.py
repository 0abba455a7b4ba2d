"""What a node's answers rest on besides its inputs and its seed, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from compound.keys.code.origins import Origins
from compound.keys.code.packages import top
from compound.keys.code.survey import Survey
from compound.keys.profile import numeric_profile
from compound.keys.spelling import digest
from compound.keys.value import key_of
from compound.keys.weights import weights_digest

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Recipe:
    """One node as it is now."""

    digest: str
    """blake3, in hex, over the parts."""
    parts: Mapping[str, str]
    """By name: `node`, `version`, `device`, `batch`, `called` (what it is bound to), `setting NAME`,
    `code MODULE:NAME`, `package NAME`, `weights MODEL`, `profile NAME`."""


_surveys: WeakKeyDictionary[Any, tuple[Survey, str]] = WeakKeyDictionary()
_recipes: WeakKeyDictionary[Declaration, tuple[tuple[Survey, ...], Recipe]] = WeakKeyDictionary()


def recipe_of(declaration: Declaration) -> Recipe:
    """What the node's answers rest on; computed again once code that it leads to has been replaced or its file changed.

    A global that is changed in place (a list that is appended to) counts as it was when it was first looked at.

    Raises:
        NotKeyable: naming what its code or settings lead to that has no key; the node's answers cannot be kept.
        WeightsUnknown: when nobody knows the digest of a model behind it.
    """
    known = _recipes.get(declaration)
    if known is None or not all(survey.watch.still_true() for survey in known[0]):
        known = _found(declaration)
        _recipes[declaration] = known
    return known[1]


def _found(declaration: Declaration) -> tuple[tuple[Survey, ...], Recipe]:
    code, called = _survey_of(_root(declaration))
    surveys = code, Survey(Origins(set()))
    parts = {**_declared(declaration), **_settings(declaration, surveys[1]), "called": called}
    for survey in surveys:
        parts.update({f"code {name}": " ".join(sorted(digests)) for name, digests in survey.units.items()})
        parts.update({f"package {name}": version for name, version in survey.origins.versions.items()})
    parts.update({f"profile {name}": value for name, value in numeric_profile().items()})
    return surveys, Recipe(key_of(parts), MappingProxyType(parts))


def _declared(declaration: Declaration) -> dict[str, str]:
    policy = declaration.policy
    run = {"device": policy.device or "", "batch": str(policy.batch)}
    models = () if declaration.settings is None else declaration.settings.models
    weights = {f"weights {model}": weights_digest(declaration.name, model) for model in models}
    return {"node": declaration.ref, "version": policy.version, **run, **weights}


def _settings(declaration: Declaration, survey: Survey) -> dict[str, str]:
    node = declaration.settings
    if node is None:
        return {}
    return {f"setting {name}": digest(survey.follow(getattr(node, name))).hex() for name in type(node).model_fields}


def _root(declaration: Declaration) -> Any:
    """The class or function whose code runs; a bound method or a callable object with what it is bound to."""
    if declaration.settings is not None:
        return type(declaration.settings)
    return declaration.call


def _survey_of(root: Any) -> tuple[Survey, str]:
    """What the root leads to, and the digest of the root as such; kept for what others may run as well."""
    shared = isinstance(root, FunctionType | type)
    known = _surveys.get(root) if shared else None
    if known is None or not known[0].watch.still_true():
        survey = Survey(Origins({top(getattr(root, "__module__", None) or "__main__")}))
        known = survey, digest(survey.follow(root)).hex()
        if shared:
            _surveys[root] = known
    return known
