"""The benchmark's site in Nikola: countries are its categories, categories its tags, stories its posts."""

import json
from pathlib import Path

SITE = json.loads((Path(__file__).resolve().parent / "site.json").read_text("utf-8"))
LANGUAGES = SITE["languages"]
DEFAULT_LANG = "en"
TRANSLATIONS = {code: f"./{code}" for code in LANGUAGES}
TRANSLATIONS_PATTERN = "{path}.{lang}.{ext}"
BLOG_TITLE = {code: SITE["texts"][code]["name"] for code in LANGUAGES}
BLOG_AUTHOR = SITE["texts"]["en"]["name"]
BLOG_EMAIL = "stories@stories.example"
BLOG_DESCRIPTION = BLOG_TITLE
SITE_URL = f"{SITE['url']}/"
NAVIGATION_LINKS = NAVIGATION_ALT_LINKS = dict.fromkeys(LANGUAGES, ())
THEME = "stories"
POSTS = (("posts/*.md", "stories", "post.tmpl"),)
PAGES = (("pages/*.md", "", "home.tmpl"),)
INDEX_PATH = "stories"
TAG_PATH = "categories"
CATEGORY_PATH = "countries"
CATEGORY_PREFIX = ""
TAG_PAGES_ARE_INDEXES = CATEGORY_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 12
INDEXES_STATIC = False
INDEXES_PRETTY_PAGE_URL = {code: ["page", "{number}", "{index_file}"] for code in LANGUAGES}
PRETTY_URLS = STRIP_INDEXES = True
TIMEZONE = "UTC"
DATE_FORMAT = "yyyy-MM-dd"
COMPILERS = {"markdown": [".md"]}
GENERATE_ATOM = True
GENERATE_RSS = False
ATOM_FILENAME_BASE = "atom"
ATOM_EXTENSION = ".xml"
FEED_LENGTH = 20
FEED_TEASERS = True
COPY_SOURCES = SHOW_SOURCELINK = ENABLE_AUTHOR_PAGES = False
COMMENT_SYSTEM = LICENSE = CONTENT_FOOTER = ""
DISABLED_PLUGINS = [
    "classify_archive",
    "classify_authors",
    "classify_page_index",
    "create_bundles",
    "redirect",
    "render_galleries",
    "render_listings",
    "render_sources",
    "scale_images",
]
GLOBAL_CONTEXT = {"SITE": SITE}
GLOBAL_CONTEXT_FILLER = []
