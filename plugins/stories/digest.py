"""The digest by which a translation remembers what it was made from."""

import hashlib
import unicodedata

DIGEST_LENGTH = 12  # Hexadecimal digits: 48 bits, far beyond a chance collision among one story's versions.


def digest(title: str, summary: str, body: str) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of title, summary and body, one below the other.

    Each part is normalised first (NFC; line ends as LF; no white space at line ends and at both ends), so
    that an editor's invisible changes make no translation stale.
    """
    joined = "\n".join(_normal(part) for part in (title, summary, body))
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:DIGEST_LENGTH]


def _normal(part: str) -> str:
    lines = unicodedata.normalize("NFC", part).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
