"""Get the pages of a file. A picture is a document of one page; a PDF, a DOCX and an HTML file work alike."""

from io import BytesIO

from PIL import Image, ImageDraw

from compound_registry import use

sheet = Image.new("RGB", (640, 160), "white")
ImageDraw.Draw(sheet).text((40, 60), "Invoice 2024-117", fill="black", font_size=40)
file = BytesIO()
sheet.save(file, "PNG")

for page in use("document.load")(file.getvalue()):
    print(f"page {page.number}: {page.image.width} x {page.image.height} pixels")
