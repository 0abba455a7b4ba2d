"""Short news in four sections, with invented facts, as a user would sort them."""

from __future__ import annotations

import pytest

from compound.values import Text
from compound_nodes.text_classify import TextClassify

NEWS = {
    "World": (
        "Ministers from nine countries meet in Geneva to discuss a ceasefire along the disputed border.",
        "Thousands flee their villages as floodwaters rise in the southern delta, aid agencies say.",
        "The president dissolved parliament on Sunday and called an early election for October.",
        "Rebels released eleven hostages after weeks of talks led by neighbouring governments.",
        "An earthquake of magnitude 6.8 shook the island before dawn, killing at least forty people.",
        "The United Nations Security Council voted to extend its peacekeeping mission by a year.",
        "Protesters marched through the capital for a third night against the new emergency law.",
        "The foreign minister recalled the ambassador after the arrest of two diplomats.",
        "Voters in the breakaway region went to the polls despite warnings from the central government.",
        "A bomb near a crowded market wounded dozens, police said; no group claimed the attack.",
    ),
    "Sports": (
        "The goalkeeper saved two penalties as the visitors reached the cup final for the first time.",
        "She broke the national record in the 400 metres hurdles by a tenth of a second.",
        "The pitcher threw seven scoreless innings and the home side won 4-0.",
        "After five sets and nearly four hours the top seed was out of the tournament.",
        "The striker signed a three-year contract with the club he left as a teenager.",
        "A late try in the corner gave the hosts a one-point victory over the champions.",
        "The coach was sacked on Monday after six defeats in a row.",
        "Rain stopped play on the second day with the tourists at 212 for four.",
        "He took the yellow jersey with a solo ride over the last mountain pass.",
        "The point guard scored 38 points before leaving the court with a sprained ankle.",
    ),
    "Business": (
        "Shares in the retailer fell 9 percent after it warned that profits would miss forecasts.",
        "The central bank raised interest rates by a quarter point to curb inflation.",
        "The airline agreed to buy its smaller rival for 2.1 billion dollars in stock.",
        "Oil prices climbed above 80 dollars a barrel as inventories shrank.",
        "The carmaker will cut 3,000 jobs and close a plant to save costs.",
        "Unemployment claims dropped last week, a sign that the economy is gaining strength.",
        "The brewer's quarterly earnings rose on strong sales of alcohol-free beer.",
        "Regulators fined the insurer for misleading investors about its losses.",
        "The dollar slipped against the euro as traders awaited the trade figures.",
        "The furniture chain filed for bankruptcy protection, owing suppliers 90 million.",
    ),
    "Sci/Tech": (
        "The probe entered orbit around the asteroid and sent back its first photographs.",
        "A flaw in the browser lets attackers read passwords; users are urged to install the update.",
        "Researchers have sequenced the genome of a fern that survives without water for years.",
        "The new phone's chip does twice the work on half the power, its maker claims.",
        "Astronomers detected water vapour in the atmosphere of a distant planet.",
        "The search engine will let users talk to a chatbot beside the list of links.",
        "Fossils found in a quarry show that the dinosaur had feathers on its legs.",
        "The operating system's next version will run programs in isolated containers.",
        "Physicists measured the mass of the particle more precisely than ever before.",
        "A worm that spreads through e-mail attachments infected thousands of computers.",
    ),
}
LINES = [(line, section) for section, lines in NEWS.items() for line in lines]
DESCRIPTIONS = {
    "World": "politics, war and disasters in the countries of the world",
    "Sports": "matches, athletes and teams",
    "Business": "companies, markets and the economy",
    "Sci/Tech": "science, computers and technology",
}


def right(classify: TextClassify, lines: list[tuple[str, str]]) -> float:
    labels = classify.run_batch([Text(content=line) for line, _ in lines])
    return sum(label.name == section for label, (_, section) in zip(labels, lines, strict=True)) / len(lines)


@pytest.mark.models
def test_names_alone_sort_most_news() -> None:
    assert right(TextClassify(labels=tuple(NEWS)), LINES) >= 0.7


@pytest.mark.models
def test_descriptions_sort_nearly_all_news() -> None:
    assert right(TextClassify(labels=DESCRIPTIONS), LINES) >= 0.85


@pytest.mark.models
def test_three_examples_a_section_sort_nearly_all_other_news() -> None:
    taught = TextClassify(labels={section: {"examples": lines[:3]} for section, lines in NEWS.items()})
    assert right(taught, [(line, section) for section, lines in NEWS.items() for line in lines[3:]]) >= 0.85
