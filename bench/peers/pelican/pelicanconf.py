"""The benchmark's site in Pelican, with `editions.py` for what stock Pelican has not: lists and homes by language."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

SITE = json.loads((HERE / "site.json").read_text("utf-8"))
SITENAME = SITE["texts"]["en"]["name"]
SITEURL = SITE["url"]
AUTHOR = SITENAME
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "."
PLUGINS = ["editions"]
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_PATHS = SITE["languages"]
STATIC_PATHS = ["pictures"]
PAGE_PATHS: list[str] = []
ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/stories/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/stories/{slug}/index.html"
DEFAULT_PAGINATION = 12
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
PAGINATED_TEMPLATES = {"list": None}
DIRECT_TEMPLATES: list[str] = []
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = "{lang}/atom.xml"
FORMATTED_FIELDS: list[str] = []
