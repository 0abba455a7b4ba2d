"""What the families of models are for, and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compound_registry.card import Family


@dataclass(frozen=True, slots=True)
class Kin:
    """A family in a few words."""

    title: str
    use: str
    avoid: str
    """What goes wrong, or what does it better."""


FAMILIES: Mapping[Family, Kin] = {
    "llm": Kin(
        "Large language models",
        "General reasoning, and writing that puts many things together.",
        "They state what is not so, fluently. Ask for quotes of the input, and take an answer as a draft. They are "
        "large: a small model or a masked one does many single tasks as well.",
    ),
    "slm": Kin(
        "Small language models",
        "Text on the machine itself: private, quick, without a network.",
        "They drift from a form and know little. Hold them to a schema or a pattern, and give them the facts.",
    ),
    "moe": Kin(
        "Mixtures of experts",
        "The breadth of a large model at the speed of a small one: a token passes through a few of the experts.",
        "Memory is that of all experts, though speed is that of the active ones; cards carry both.",
    ),
    "mlm": Kin(
        "Masked language models",
        "Understanding: to classify, tag, embed and compare, in milliseconds on a CPU.",
        "They write nothing. For a new task they need labels described in words, examples, or a trained head.",
    ),
    "vlm": Kin(
        "Vision language models",
        "Captions, and questions about an image.",
        "They miss small print: read the text first. Text in a picture may carry orders, which are not the user's.",
    ),
    "lvm": Kin(
        "Large vision models",
        "Features, classes, depth and detection.",
        "Each has a head for one task; the card says which.",
    ),
    "lmm": Kin(
        "Large multimodal models",
        "Three or more modalities in one conversation.",
        "They are heavy. For text alone, or one picture, something smaller serves.",
    ),
    "sam": Kin(
        "Segment anything",
        "The pixels of what a point, a box or a mask means, of things never seen before.",
        "Masks have no names: pair it with a classifier. Encoding an image is slow, prompting is not: encode once.",
    ),
    "lcm": Kin(
        "Latent consistency models",
        "Images in one to four steps.",
        "Less detail than many steps give. Memory peaks when the picture is decoded.",
    ),
    "diffusion": Kin(
        "Diffusion models",
        "Images of what a text describes, and parts of images made anew.",
        "Tens of steps: minutes on a CPU. A latent consistency model is faster.",
    ),
    "lam": Kin(
        "Large action models",
        "The next action on a page, a desktop or a service.",
        "What it proposes may do harm: grant little, ask a person, keep a log, know how to undo.",
    ),
    "concept": Kin(
        "Large concept models",
        "Prediction in a space of sentences instead of words.",
        "There are no public weights. To write on in words, a language model is far better.",
    ),
    "ssm": Kin(
        "State space models",
        "Long sequences, in memory that does not grow with them.",
        "Slow without kernels made for the device; and they recall details of long inputs less exactly.",
    ),
    "ocr": Kin(
        "Text recognition",
        "What is printed or written on a page, with the place of each word.",
        "A PDF may carry its text already, which is exact.",
    ),
    "audio": Kin(
        "Speech",
        "Speech to text, and text to speech.",
        "Silence and music are heard as words; names are spelt by ear.",
    ),
}
