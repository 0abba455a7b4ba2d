"""A roll of paper that is printed line by line, then torn off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PIL import Image as Pil
from PIL import ImageDraw, ImageFont

BLANK, INK = 250, 32
"""Gray levels."""

LONGEST = 3_000
"""Pixels."""

FACES = {
    "mono": ("DejaVuSansMono.ttf", "LiberationMono-Regular.ttf"),
    "typewriter": ("LiberationMono-Regular.ttf", "DejaVuSansMono.ttf"),
    "sans": ("LiberationSans-Regular.ttf", "DejaVuSans.ttf"),
    "narrow": ("LiberationSansNarrow-Regular.ttf", "DejaVuSansCondensed.ttf"),
    "heavy": ("DejaVuSansMono-Bold.ttf", "LiberationMono-Bold.ttf"),
    "serif": ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"),
}
"""Fonts by style, the first that is installed; where none is, Pillow's own."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What a printer prints on and with."""

    face: str = "mono"
    width: int = 640
    margin: int = 36
    size: int = 24
    """Height of a line of type, in pixels."""
    narrowing: float = 0.85
    """Width of a character over what the font has."""
    leading: float = 1.35
    rule: str = "-"


class Roll:
    """Prints from the top; every call feeds one line."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self._paper = Pil.new("L", (stock.width, LONGEST), BLANK)
        self._y = stock.margin

    @property
    def inner(self) -> int:
        return self.stock.width - 2 * self.stock.margin

    def center(self, text: str, scale: float = 1.0) -> None:
        self._row([(text, 0.5, 0.5)], scale)

    def left(self, text: str, scale: float = 1.0) -> None:
        self._row([(text, 0.0, 0.0)], scale)

    def sides(self, left: str, right: str, scale: float = 1.0) -> None:
        self._row([(left, 0.0, 0.0), (right, 1.0, 1.0)], scale)

    def columns(self, cells: list[tuple[str, float]]) -> None:
        """Texts that end at these parts of the width; the first begins at the margin."""
        first, *rest = cells
        self._row([(first[0], 0.0, 0.0), *((text, at, 1.0) for text, at in rest)], 1.0)

    def rule(self) -> None:
        glyph = self._glyphs(self.stock.rule * 8, 1.0)
        count = int(self.inner / glyph.width * 8)
        self._row([(self.stock.rule * count, 0.5, 0.5)], 1.0)

    def gap(self, lines: float = 0.5) -> None:
        self._y += round(self.stock.size * lines)

    def stamp(self, text: str, angle: float) -> None:
        """Large and slanting, over what the last lines say."""
        glyphs = Pil.eval(self._glyphs(text, 2.4), lambda level: level + (BLANK - level) // 2)
        turned = glyphs.rotate(angle, Pil.Resampling.BICUBIC, expand=True, fillcolor=BLANK)
        self._darken(turned, (self.stock.width - turned.width) // 2, max(self._y - turned.height, 0))

    def torn_off(self) -> Pil.Image:
        """The paper down to the last line."""
        return self._paper.crop((0, 0, self.stock.width, min(LONGEST, self._y + self.stock.margin)))

    def _row(self, texts: list[tuple[str, float, float]], scale: float) -> None:
        """Texts with the part of the width where each stands, and the part of itself that stands there."""
        for text, at, part in texts:
            glyphs = self._glyphs(text, scale)
            if glyphs.width > self.inner:
                glyphs = glyphs.resize((self.inner, glyphs.height), Pil.Resampling.LANCZOS)
            self._darken(glyphs, round(self.stock.margin + self.inner * at - glyphs.width * part), self._y)
        self._y += round(self.stock.size * scale * self.stock.leading)

    def _darken(self, ink: Pil.Image, x: int, y: int) -> None:
        box = (x, y, x + ink.width, y + ink.height)
        below = self._paper.crop(box)
        self._paper.paste(Pil.composite(ink, below, Pil.eval(ink, lambda level: 255 if level < BLANK else 0)), box)

    def _glyphs(self, text: str, scale: float) -> Pil.Image:
        """The text on a strip of paper of its own."""
        font = _font(self.stock.face, round(self.stock.size * scale))
        left, _, right, _ = font.getbbox(text)
        height = round(self.stock.size * scale * 1.3)
        strip = Pil.new("L", (max(1, int(right - left) + 4), height), BLANK)
        ImageDraw.Draw(strip).text((2 - left, 0), text, INK, font)
        return strip.resize((max(1, round(strip.width * self.stock.narrowing)), height), Pil.Resampling.LANCZOS)


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in FACES[face]:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
