"""`python -m compound_pipelines.site FOLDER` builds the reference site, and fails on a broken link."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from compound_pipelines.site.building import build
from compound_pipelines.site.pages import every_page

parser = argparse.ArgumentParser(prog="python -m compound_pipelines.site", description=__doc__)
parser.add_argument("folder", type=Path, help="Where the site is written; what is there is replaced.")
target = parser.parse_args().folder
logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
build(every_page(), target)
print(target / "index.html")
