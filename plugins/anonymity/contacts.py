"""Contacts: how somebody can be reached: e-mail, accounts, chats, and the numbers of devices."""

import functools
import re
from collections.abc import Iterator

from plugins.anonymity.speech import Find, alternatives, finds

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{1,}[A-Za-z0-9_])")
# A name of an account without its sign, after the word for the place where it is one.
_NICK = re.compile(
    r"(?<!\w)(?:telegram|телеграм|инстаграм|instagram|tiktok|тикток|facebook|фейсбук|whatsapp|viber|вконтакте|nick|ник(?!а|о)"
    r"|username|login|логин|аккаунт|account)\w{0,6}\W{1,4}(?:\w{1,12}\W{1,3}){0,2}?"
    r"(?-i:[A-Za-z]{2,20}[0-9]{0,6}(?:_\w{1,20}|[0-9]{2,6}))(?!\w)",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"(?<![\w.@-])(?:(?:www|m|web|mobile)\.)?(?:t\.me|telegram\.(?:me|dog)|wa\.me|(?:api\.|chat\.)?whatsapp\.com"
    r"|viber\.(?:com|me)|invite\.viber\.com|instagram\.com|instagr\.am|facebook\.com|fb\.(?:com|me|watch)|m\.me"
    r"|vk\.(?:com|ru|cc|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|tiktok\.com|twitter\.com|x\.com|threads\.(?:net|com)"
    r"|linkedin\.com|youtube\.com|youtu\.be|signal\.(?:me|group)|discord\.(?:gg|com)|snapchat\.com|pinterest\.com"
    r"|my\.mail\.ru|livejournal\.com|grindr\.com|hornet\.com|badoo\.com|tinder\.com|mamba\.ru|linktr\.ee|taplink\.cc"
    r"|bit\.ly|goo\.gl|tinyurl\.com|clck\.ru|onlyfans\.com|patreon\.com|paypal\.me|kaspi\.kz/pay"
    r"|github\.com)(?=[/?]\S)\S*",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"\b(?:tel|mailto|sms|skype|tg|viber|whatsapp|geo|callto|facetime|signal):(?=\S)\S+", re.IGNORECASE
)
_IPV4 = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\d)")
_IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}(?![\w:])"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5}(?![\w:])",
    re.IGNORECASE,
)
_MAC = re.compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])", re.IGNORECASE)
_DOMAINS = "com|net|org|info|biz|ru|kz|kg|uz|tj|tm|ua|by|am|ge|az|md|ro|mk|tr|eu|io|me|example|gmail|mail|рф|қаз"
_DOTTED = re.compile(rf"[\[({{<]\s*\w{{2,12}}(?:\s\w+)?\s*[\])}}>]\s*[\w-]+\.|\.(?:{_DOMAINS})(?!\w)", re.IGNORECASE)
_DEVICE = re.compile(r"\d\.\d|[0-9a-f][:-][0-9a-f:]", re.IGNORECASE)  # what every number of a device holds
_NUMBERED = re.compile(r"[A-Za-z]_\w|[A-Za-z]\d\d")  # what an account's name holds that is no word
_LINK = re.compile(r"\w\.\w+/|\w:\S")  # what every link holds
_WRITTEN = (("email", _EMAIL), ("handle", _HANDLE))
_LINKS = (("social-link", _SOCIAL), ("contact", _SCHEME))
_IN_LINKS = (  # each with a sign that it cannot be without
    ("social-link", _SOCIAL, "."),
    ("contact", _SCHEME, ":"),
    ("email", _EMAIL, "@"),
    ("ip-address", _IPV4, "."),
)
_DEVICES = (("ip-address", _IPV4), ("device", _MAC), ("ip-address", _IPV6))


@functools.cache
def _spelled(code: str) -> re.Pattern[str]:
    """Return a pattern of an e-mail address in words: `dana at example dot org`, `dana[at]example.org`."""
    at, dot = alternatives(code, "at"), alternatives(code, "dot")
    dotted = rf"(?:\s*[\[({{<]\s*(?:{dot}|\.)\s*[\])}}>]\s*|\s+(?:{dot})\s+)"
    sign = r"(?:\s(?:белгісі|белгиси|belgisi|işarəsi|işareti|знак|sign))?"
    bracketed = rf"\s*[\[({{<]\s*(?:{at}|@)(?:\s\w+)?\s*[\])}}>]\s*"
    local = rf"(?<!\w)[\w.-]{{2,40}}(?:{dotted}[\w-]{{1,40}}){{0,4}}"
    return re.compile(
        rf"{local}{bracketed}[\w-]+(?:(?:{dotted}|\.)[\w-]+)+"
        rf"|{local}\s+(?:{at}|@){sign}\s+[\w-]+(?:{dotted}[\w-]{{2,}}|\.(?:{_DOMAINS})(?!\w))+"
        rf"|[a-z][\w.-]+\b[^.!?]{{0,40}}(?:ит белгісі|эт белгиси|собака|kuchukcha"
        rf"|@)[^.!?\w]{{1,3}}[a-z][\w-]*,?\s(?:{dot})\s[a-z]{{2,}}",
        re.IGNORECASE,
    )


def contacts(text: str, code: str, opens: frozenset[str]) -> Iterator[Find]:
    """Yield every way to reach somebody in a text."""
    if "@" in text:
        for kind, pattern in _WRITTEN:
            yield from finds(kind, pattern, text)
    if ("/" in text or ":" in text) and _LINK.search(text):
        for kind, pattern in _LINKS:
            yield from finds(kind, pattern, text)
    if ("figure" in opens or "_" in text) and _NUMBERED.search(text):
        yield from finds("handle", _NICK, text)
    if "dot" in opens or _DOTTED.search(text):
        yield from finds("email", _spelled(code), text)
    if (text.count(":") > 1 or text.count("-") > 1 or "figure" in opens) and _DEVICE.search(text):
        for kind, pattern in _DEVICES:
            yield from finds(kind, pattern, text)


def linked_contacts(address: str) -> Iterator[Find]:
    """Yield what of a link's address reaches somebody."""
    for kind, pattern, sign in _IN_LINKS:
        if sign in address:
            yield from finds(kind, pattern, address)
