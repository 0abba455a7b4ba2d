"""From any of Pillow's modes and any color profile to 8-bit gray, sRGB, or sRGB with alpha."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image as Pil
from PIL import ImageCms

# The opaque mode that keeps the colors of each mode; what is not named here becomes RGB.
_OPAQUE = {"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def standardize(image: Pil.Image, profile: bytes | None) -> tuple[Pil.Image, tuple[str, ...]]:
    """The loaded `image` in L, RGB or RGBA, and notes on what was chosen or ignored.

    Transparency of any kind (alpha, a palette's, a transparent color) gives RGBA; otherwise gray gives L and color
    RGB. 16-bit gray is scaled by 255/65535. Raises ValueError for a mode that has no 8-bit meaning.
    """
    if image.mode in _SIXTEEN_BITS:
        image = _to_8_bits(image)
    alpha = _in_mode(image, "RGBA").getchannel("A") if image.has_transparency_data else None
    colors, notes = _to_srgb(_in_mode(image, _opaque(image.mode)), profile)
    if alpha is not None:
        # A copy of its own, as long as the caller's picture may be the same object.
        colors = colors.convert("RGB") if colors.mode != "RGB" or colors is image else colors
        colors.putalpha(alpha)
    return colors, notes


def _in_mode(image: Pil.Image, mode: str) -> Pil.Image:
    # Pillow copies even where there is nothing to convert.
    return image if image.mode == mode else image.convert(mode)


def _opaque(mode: str) -> str:
    if mode == "F":
        raise ValueError("32-bit float pixels have no set range; scale them to uint8 and use Image.from_array")
    return _OPAQUE.get(mode, "RGB")


def _to_8_bits(image: Pil.Image) -> Pil.Image:
    wide = np.asarray(image)
    if image.mode == "I" and (wide.min() < 0 or wide.max() > 65535):
        raise ValueError("32-bit integer pixels beyond 0..65535; scale them to uint8 and use Image.from_array")
    wide = wide.astype(np.uint16)
    # Rounded division by 257, which is 65535/255, without leaving 16 bits.
    return Pil.fromarray((wide // 257 + (wide % 257 > 128)).astype(np.uint8))


def _to_srgb(image: Pil.Image, profile: bytes | None) -> tuple[Pil.Image, tuple[str, ...]]:
    """`image` (L, RGB or CMYK) as L or RGB."""
    if not profile:
        return _without_profile(image)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
            return image, ()
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        plain, notes = _without_profile(image)
        return plain, (f"the ICC profile cannot be used and was ignored ({error})", *notes)
    if converted is None:
        raise ValueError("the color conversion gave nothing")
    return (converted.convert("L") if image.mode == "L" else converted), ()


def _without_profile(image: Pil.Image) -> tuple[Pil.Image, tuple[str, ...]]:
    if image.mode == "CMYK":
        return image.convert("RGB"), ("CMYK without a usable profile: the colors are approximate",)
    return image, ()
