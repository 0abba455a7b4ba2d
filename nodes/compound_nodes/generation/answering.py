"""The settings that all nodes have which write text, and how an answer is made of them."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from compound.errors.generation import AnswerCut, AnswerInvalid
from compound.values import Message, Text
from compound_nodes.generation.decoding import Decoding, LanguageModel, Measured
from compound_nodes.generation.form import Form
from compound_nodes.generation.prompt_budget import Budget, Overlong, within


def _not_empty(stops: tuple[str, ...]) -> tuple[str, ...]:
    if "" in stops:
        raise ValueError("a stop string must not be empty")
    return stops


with warnings.catch_warnings():
    # pydantic warns of a field that hides `BaseModel.schema`, a method which it has deprecated.
    warnings.filterwarnings("ignore", message='Field name "schema"')

    class GenerationSettings(BaseModel):
        """How text is written, and in what form."""

        max_tokens: Annotated[int, Field(ge=1, le=32_768)] = 256
        """The most tokens of the answer."""

        temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
        """0 takes the likeliest token each time."""

        seed: int = 0
        """Of the draws, when the temperature is above 0."""

        stop: Annotated[tuple[str, ...], AfterValidator(_not_empty)] = ()
        """The answer ends before the first of these strings."""

        schema: type[BaseModel] | None = None  # type: ignore[assignment]
        """The answer is JSON that fits this model, and the output an instance of it. It fits; it may still be wrong."""

        grammar: str = ""
        """The answer is of this grammar, in the Lark dialect of llguidance."""

        pattern: str = ""
        """The answer matches this regular expression from beginning to end."""

        @model_validator(mode="after")
        def _one_form(self) -> Self:
            if sum(map(bool, (self.schema, self.grammar, self.pattern))) > 1:
                raise ValueError("schema, grammar and pattern exclude each other")
            return self

        @property
        def decoding(self) -> Decoding:
            return Decoding(self.max_tokens, self.temperature, self.seed, self.stop, self._form)

        @property
        def _form(self) -> Form | None:
            if self.schema is not None:
                return Form.of_model(self.schema)
            if self.grammar:
                return Form("grammar", self.grammar)
            return Form("regular expression", self.pattern) if self.pattern else None

        def output_type(self) -> Any:
            """The model of `schema`, else `Text`."""
            return self.schema or Text

        def answer(self, model: LanguageModel, messages: Sequence[Message]) -> Generator[str, None, Any]:
            """Asks and returns the output; yields the pieces of the text as they come.

            Raises:
                AnswerCut: when `max_tokens` ended an answer that has a form.
                AnswerInvalid: when it does not fit the schema: a server need not keep to it, and a validator of the
                    schema may ask for more than JSON Schema can say.
                Whatever the model's `stream` raises.
            """
            generation = yield from model.stream(messages, self.decoding)
            if self._form is not None and generation.ended == "length":
                raise AnswerCut(text=generation.text, tokens=self.max_tokens, model=model.name)
            if self.schema is None:
                return Text(content=generation.text)
            return _read(generation.text, self.schema, model.name)


class BudgetSettings(BaseModel):
    """How long a prompt may be, for models whose tokens can be counted."""

    prompt_tokens: Annotated[int, Field(ge=1)] | None = None
    """The most tokens of the prompt; None leaves it all of the context that `max_tokens` leaves."""

    overlong: Overlong = "refuse"
    """What happens to a prompt beyond that; all but "refuse" warn with `PromptCut`."""

    def fitting(self, model: Measured, messages: Sequence[Message], max_tokens: int) -> tuple[Message, ...]:
        """The conversation within the budget. Raises PromptTooLong."""
        room = model.context - max_tokens
        return within(model, messages, Budget(min(room, self.prompt_tokens or room), self.overlong))


def _read(text: str, schema: type[BaseModel], model: str) -> BaseModel:
    try:
        return schema.model_validate_json(text)
    except ValidationError as error:
        found = ((".".join(map(str, problem["loc"])) or "it", problem["msg"]) for problem in error.errors())
        problems = tuple(f"{place}: {message}" for place, message in found)
        raise AnswerInvalid(text=text, schema=schema.__name__, problems=problems, model=model) from error
