"""The capabilities that the registry starts with; others add theirs under the entry points `compound.capabilities`."""

from __future__ import annotations

from compound_registry.manifest import Capabilities
from compound_registry.standard.acting import ACTING
from compound_registry.standard.documents import DOCUMENTS
from compound_registry.standard.images import IMAGES
from compound_registry.standard.sounds import SOUNDS
from compound_registry.standard.texts import TEXTS
from compound_registry.standard.thinking import THINKING

STANDARD = Capabilities((*DOCUMENTS, *TEXTS, *IMAGES, *SOUNDS, *ACTING, *THINKING))
