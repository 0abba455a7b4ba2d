"""`Node`: a node with settings and a loaded resource, as a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr

from compound.errors.declare import InvalidPolicy
from compound.nodes.calling import apply
from compound.nodes.declaration import Declaration, reference
from compound.nodes.naming import snake_case
from compound.nodes.policy import Policy
from compound.run.context import current_node


class Node(BaseModel):
    """Base of class nodes: the fields are the settings, `run` is the signature, `load` makes what is kept loaded.

    Class arguments are the fields of `Policy`: `class Read(Node, device="cpu", batch=8)`. With `batch` there is a
    `run_batch` that takes a list for each parameter and returns a list of results in the same order. A class whose
    output type depends on its settings says so with a method `output_type(self)`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, protected_namespaces=())

    policy: ClassVar[Policy] = Policy()
    models: ClassVar[tuple[str, ...]] = ()
    """Names of the model cards behind `load`; a run tells which it used."""
    _declaration: Declaration | None = PrivateAttr(default=None)

    run: ClassVar[Callable[..., Any]]

    def __init_subclass__(cls, **options: Any) -> None:
        """Takes the options of the class statement, which pydantic hands on to both hooks."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        inherited = {name: getattr(cls.policy, name) for name in Policy.__dataclass_fields__}
        cls.policy = Policy.of(**{**inherited, **options})
        if not callable(getattr(cls, "run", None)):
            raise InvalidPolicy(node=cls.__name__, reason="a Node class needs a method `run`, which is its signature")

    @property
    def declaration(self) -> Declaration:
        """The node as the graph sees it."""
        if self._declaration is None:
            self._declaration = Declaration(
                self.run,
                self.policy,
                name=snake_case(type(self).__name__),
                ref=reference(type(self)),
                settings=self,
                batched=getattr(self, "run_batch", None),
            )
        return self._declaration

    def load(self) -> Any:
        """Makes the resource that `loaded` keeps; a node that needs one overrides it."""
        return None

    @property
    def loaded(self) -> Any:
        """What `load` made, once in a process for equal settings."""
        from compound.models.pool import pool

        current_node().models.update(self.models)
        return pool().get((type(self), repr(self)), self.load)

    def schema_of_ports(self) -> dict[str, Any]:
        """JSON Schema of inputs and output."""
        return self.declaration.schema()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return apply(self.declaration, args, kwargs)
