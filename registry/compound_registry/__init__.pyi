"""Written by `python -m compound_registry.stubs`; change that and the manifest instead."""

from typing import Any, Literal, overload

from compound_nodes.document_ask import DocumentAsk
from compound_nodes.document_load import DocumentLoad
from compound_nodes.document_read import DocumentRead
from compound_nodes.index_add import IndexAdd
from compound_nodes.index_search import IndexSearch
from compound_nodes.text_chat import TextChat
from compound_nodes.text_classify import TextClassify
from compound_nodes.text_embed import TextEmbed
from compound_nodes.text_extract import TextExtract
from compound_nodes.text_generate import TextGenerate
from compound_nodes.text_rerank import TextRerank
from compound_nodes.text_split import TextSplit
from compound_nodes.text_summarise import TextSummarise
from compound_registry.capability import Capability as Capability
from compound_registry.card import Card as Card
from compound_registry.cards import card as card
from compound_registry.choosing.finding import Found as Found
from compound_registry.choosing.finding import find as find
from compound_registry.choosing.needs import Needs as Needs
from compound_registry.late import use_late as use_late
from compound_registry.manifest import Capabilities as Capabilities
from compound_registry.manifest import Manifest as Manifest
from compound_registry.manifest import Provider as Provider

__all__ = [
    "Capabilities",
    "Capability",
    "Card",
    "Found",
    "Manifest",
    "Needs",
    "Provider",
    "card",
    "find",
    "use",
    "use_late",
]

@overload
def use(capability: str, *, provider: str, **settings: Any) -> Any: ...
@overload
def use(capability: str, *, needs: Needs, **settings: Any) -> Any: ...
@overload
def use(capability: Literal["document.ask"], **settings: Any) -> DocumentAsk: ...
@overload
def use(capability: Literal["document.load"], **settings: Any) -> DocumentLoad: ...
@overload
def use(capability: Literal["document.read"], **settings: Any) -> DocumentRead: ...
@overload
def use(capability: Literal["index.add"], **settings: Any) -> IndexAdd: ...
@overload
def use(capability: Literal["index.search"], **settings: Any) -> IndexSearch: ...
@overload
def use(capability: Literal["text.chat"], **settings: Any) -> TextChat: ...
@overload
def use(capability: Literal["text.classify"], **settings: Any) -> TextClassify: ...
@overload
def use(capability: Literal["text.embed"], **settings: Any) -> TextEmbed: ...
@overload
def use(capability: Literal["text.extract"], **settings: Any) -> TextExtract: ...
@overload
def use(capability: Literal["text.generate"], **settings: Any) -> TextGenerate: ...
@overload
def use(capability: Literal["text.rerank"], **settings: Any) -> TextRerank: ...
@overload
def use(capability: Literal["text.split"], **settings: Any) -> TextSplit: ...
@overload
def use(capability: Literal["text.summarise"], **settings: Any) -> TextSummarise: ...
@overload
def use(capability: str, **settings: Any) -> Any: ...
