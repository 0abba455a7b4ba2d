"""Words for trades and kinds of shops, which names of businesses hold more often than other lines do."""

from __future__ import annotations

import re

from compound_nodes.extraction.labels import words_of

_TRADES = re.compile(
    r"(?:.*(?:apotheke|b[aä]ckerei|buchhandlung|markt|metzgerei|fleischerei|drogerie|gasthaus|handel|laden"
    r"|bakkerij|slagerij|apotheek|drogisterij|winkel)"
    r"|bakery|bakers|butchers?|bookshop|books|stationers?|stationery|pharmacy|chemist|hardware|stores?|shop|market|mart"
    r"|supermarket|hypermarket|minimarket|groce(?:rs?|ry)|cafe|coffee|tea|restaurants?|kitchen|grill|diner|deli|bistro"
    r"|cuisine|foods?|garage|motors?|auto|parts|cycles|tyres?|outfitters|supply|supplies|enterprises?|trading|traders"
    r"|marketing|industries|industry|holdings?|services|solutions|hotel|inn|resort|salon|clinic|optical|electrical"
    r"|electronics?|furniture|printing|photo|gallery|florist|newsagents?|centre|center|company|brothers|bros|sons"
    r"|restoran|kedai|perniagaan|syarikat|pasaraya|pasar|farmasi|klinik|perusahaan|kopitiam|mamak|warung"
    r"|getranke|blumen|gaststatte|sohne|werkstatt|reinigung"
    r"|boulangerie|patisserie|pharmacie|librairie|brasserie|quincaillerie|epicerie|fromagerie|boucherie|papeterie|tabac"
    r"|boutique|comptoir|fils|bloemen|boekhandel|eetcafe|kaashandel|fietsen|zonen"
    r"|panaderia|farmacia|libreria|ferreteria|restaurante|tienda|ristorante|panificio|alimentari)"
)


def names_a_trade(text: str) -> bool:
    """Whether a word of the text is one for a trade, in English, Malay, German, French, Dutch, Spanish or Italian."""
    return any(_TRADES.fullmatch(word.text) for word in words_of(text))
