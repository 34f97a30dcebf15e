"""Settings of the site. What each room reads bears the room's name; README.md explains those that staff change."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # so that the rooms are found from wherever Pelican is started

from plugins.editions import response_stories  # noqa: E402  - imports every room, or stops, when Pelican calls it

SITENAME = "Response Stories"
SITENAMES = {
    "ru": "Истории реагирования",
    "kk": "Әрекет ету оқиғалары",
    "uk": "Історії реагування",
    "ky": "Аракет көрүү окуялары",
    "tg": "Ҳикояҳои вокуниш",
    "uz-latn": "Chora koʻrish hikoyalari",
    "az": "Müdaxilə hekayələri",
    "hy": "Արձագանքի պատմություններ",
    "ka": "რეაგირების ისტორიები",
    "ro": "Povești de reacție",
    "mk": "Приказни за реагирање",
    "ar": "قصص الاستجابة",
}  # The site's name in other languages.
SITEURL = "https://stories.example"  # Where the site will stand, without a closing slash; --siteurl overrides it.

LANGUAGES = ["en", "ru", "kk"]  # The site's languages, in the order readers see them. Each needs a catalogue.
DEFAULT_LANG = "en"  # The language of the pages that stand above all editions: the chooser and 404.

EDITIONS_MENU = ["about", "get-help", "reading-safely"]  # Pages named first in every menu; others follow.
EDITIONS_EXIT = "https://www.wikipedia.org/"  # Where "Leave this site" leads: a site that anybody may have open.
EDITIONS_ONION = ""  # Where the same site stands in the Tor network, if it does: "http://<56 signs>.onion".
EDITIONS_HIDDEN = False  # Whether search engines are asked to leave the whole site out.
EDITIONS_PER_PAGE = 12  # Stories on one page of a listing.
EDITIONS_SHARE_CARDS = True  # Whether each telling has a card, which is seen where a link to it is shared.
EDITIONS_PREVIEW = False  # Whether drafts are shown; only `inv serve` sets it.
ALSO_READ_LIMIT = 4  # Most stories offered under a story; the editor's choices come first.

ANONYMITY_PRIVATE = str(ROOT / "private" / "real-names.txt")  # Names that must stand nowhere; may be missing.

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
THEME_TEMPLATES_OVERRIDES = [str(ROOT / "theme" / "components")]

ROOMS = ["plugins.editions", "plugins.anonymity", "plugins.proof"]  # What must be loaded; signals fire in this order.
PLUGINS = [*ROOMS]
PELICAN_CLASS = response_stories

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}

# Pelican's own articles, pages, feeds and listings: none. Stories are ours.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
for _kind in (
    "ARTICLE",
    "ARTICLE_LANG",
    "DRAFT",
    "DRAFT_LANG",
    "PAGE",
    "PAGE_LANG",
    "DRAFT_PAGE",
    "DRAFT_PAGE_LANG",
    "AUTHOR",
    "CATEGORY",
    "TAG",
    "YEAR_ARCHIVE",
    "MONTH_ARCHIVE",
    "DAY_ARCHIVE",
    "AUTHORS",
    "CATEGORIES",
    "TAGS",
    "ARCHIVES",
):
    globals()[f"{_kind}_SAVE_AS"] = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = False  # The last good site stands until the next one is proven.
OUTPUT_SOURCES = False
TYPOGRIFY = False
WITH_FUTURE_DATES = False
TIMEZONE = "UTC"
