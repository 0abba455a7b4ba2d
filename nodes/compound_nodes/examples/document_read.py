"""Read what is printed on a picture, and where."""

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw

from compound.values import Image
from compound_registry import use

sheet = Picture.new("RGB", (640, 200), "white")
draw = ImageDraw.Draw(sheet)
draw.text((40, 40), "Invoice 2024-117", fill="black", font_size=40)
draw.text((40, 110), "Total 7.35", fill="black", font_size=40)

text = use("document.read")(Image.from_array(np.asarray(sheet)))
for line in text.lines:
    print(f"{line.text:20} {line.confidence:.2f}")
