"""Settings for the public site: those of `pelicanconf.py`, and the address it will stand at.

SITEURL=https://your.site pelican content -s publishconf.py
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403

if "SITEURL" not in os.environ:
    raise SystemExit("Say where the site will stand: set SITEURL, for example SITEURL=https://stories.example")
SITEURL = os.environ["SITEURL"]
