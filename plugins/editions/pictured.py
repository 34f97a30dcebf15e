"""Pictured: a picture as a page shows it, in the width that the reader's screen needs."""

from collections.abc import Sequence

from markupsafe import Markup

from plugins.editions import addresses
from plugins.editions.site import Site
from plugins.pictures import Painted, Version

# How wide a picture stands on a page; `--measure` and the padding of `body` in the theme's styles decide it. The very
# sharp screens of cheap phones do with fewer pixels than they have: nobody sees it, and it saves half of the bytes.
SIZES = "(min-width: 42rem) 38rem, (min-resolution: 2.5dppx) 60vw, 92vw"


def pictured(site: Site, painted: Painted, *, alt: str, title: str | None = None, first: bool = False) -> Markup:
    """Return the HTML of a picture. It takes its place before it is there; unless it comes `first`, it is fetched only
    when the reader comes near."""
    size = painted.widest
    image = Markup('<img src="{}"{} alt="{}"{} width="{}" height="{}"{} decoding="async">').format(
        href(site, painted.usual[0]),
        Markup(' srcset="{}" sizes="{}"').format(_srcset(site, painted.usual), SIZES) if len(painted.usual) > 1 else "",
        alt,
        Markup(' title="{}"').format(title) if title else "",
        size.width,
        size.height,
        "" if first else Markup(' loading="lazy"'),
    )
    if not painted.modern:
        return image
    source = Markup('<source type="image/avif" srcset="{}" sizes="{}">').format(_srcset(site, painted.modern), SIZES)
    return Markup("<picture>{}{}</picture>").format(source, image)


def href(site: Site, version: Version) -> str:
    """Return the address of one version of a picture for a link on a page of the site."""
    return site.addresses.href(addresses.picture(version.name))


def _srcset(site: Site, versions: Sequence[Version]) -> str:
    return ", ".join(f"{href(site, version)} {version.width}w" for version in versions)
