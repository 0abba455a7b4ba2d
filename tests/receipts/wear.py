"""What happens to a receipt between the printer and the scan: fading, crumpling, skew, blur, noise.

Arrays are height x width, float64, 0 (black) to 255.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

Pixels: TypeAlias = NDArray[np.float64]


def worn(sheet: Pil.Image, chance: random.Random) -> Pil.Image:
    """The sheet as it is scanned or photographed; some fare better than others."""
    grain = np.random.default_rng(chance.getrandbits(32))
    pixels = np.asarray(sheet, np.float64)
    for harm, likelihood in HARMS:
        if chance.random() < likelihood:
            pixels = harm(pixels, chance, grain)
    return _compressed(pixels, chance)


def faded(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    """Thermal paper that has seen the sun, and a print head with dead dots."""
    strength = chance.uniform(0.2, 0.7)
    kept = 1 - strength * _clouds(pixels.shape, 3, grain)
    for _ in range(chance.randint(0, 3)):
        column = chance.randrange(pixels.shape[1])
        kept[:, column : column + chance.randint(1, 2)] *= 0.3
    return 250 - (250 - pixels) * kept


def crumpled(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    """Folds that shift and shade what lies along them, and waves between them."""
    height, width = pixels.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    depth = (_clouds(pixels.shape, 4, grain) - 0.5) * chance.uniform(2, 12)
    shade = np.ones(pixels.shape)
    for _ in range(chance.randint(2, 6)):
        angle, offset = chance.uniform(0, np.pi), chance.uniform(0.1, 0.9)
        across = (x - width * offset) * np.cos(angle) + (y - height * offset) * np.sin(angle)
        reach = chance.uniform(15, 60)
        depth += chance.uniform(-3, 3) * np.exp(-np.abs(across) / reach)
        shade += chance.uniform(-0.12, 0.06) * np.exp(-np.abs(across) / reach) * np.sign(across)
    warped = cv2.remap(
        pixels, (x + depth).astype(np.float32), (y + 0.7 * depth).astype(np.float32), cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.asarray(warped * shade, np.float64)


def laid_askew(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    """On a lid or a table, a few degrees off, a little in perspective."""
    edge, ground = chance.randint(10, 60), chance.choice((60, 120, 205, 240))
    framed = cv2.copyMakeBorder(pixels, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(ground,))
    height, width = framed.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-4, 4), 1.0)
    matrix = np.vstack([turn, [0, 0, 1]])
    matrix[2, :2] = chance.uniform(-4e-5, 4e-5), chance.uniform(-2e-5, 2e-5)
    warped = cv2.warpPerspective(framed, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(ground,))
    return np.asarray(warped, np.float64)


def blurred(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    """Out of focus, or moved."""
    if chance.random() < 0.25:
        length = chance.randint(3, 5)
        return np.asarray(cv2.blur(pixels, (1, length) if chance.random() < 0.5 else (length, 1)), np.float64)
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), chance.uniform(0.5, 1.6)), np.float64)


def unevenly_lit(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    return pixels * (1 - chance.uniform(0.05, 0.35) * _clouds(pixels.shape, 2, grain))


def noisy(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    return pixels + grain.normal(0, chance.uniform(2, 16), pixels.shape)


def shrunk(pixels: Pixels, chance: random.Random, grain: np.random.Generator) -> Pixels:
    """Scanned with fewer pixels."""
    scale = chance.uniform(0.65, 0.9)
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float64)


Harm: TypeAlias = Callable[[Pixels, random.Random, np.random.Generator], Pixels]

HARMS: tuple[tuple[Harm, float], ...] = (
    (faded, 0.4),
    (crumpled, 0.4),
    (laid_askew, 0.7),
    (unevenly_lit, 0.5),
    (blurred, 0.6),
    (shrunk, 0.3),
    (noisy, 0.7),
)
"""What may happen, in this order, and how often."""


def _clouds(shape: tuple[int, ...], cells: int, grain: np.random.Generator) -> Pixels:
    """A smooth field of 0 to 1."""
    rough = grain.random((cells + 2, cells + 1))
    return np.asarray(cv2.resize(rough, shape[::-1], interpolation=cv2.INTER_CUBIC).clip(0, 1), np.float64)


def _compressed(pixels: Pixels, chance: random.Random) -> Pil.Image:
    kept = BytesIO()
    Pil.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(kept, "JPEG", quality=chance.randint(45, 92))
    with Pil.open(kept) as picture:
        return picture.convert("L")
