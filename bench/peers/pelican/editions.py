"""The smallest plugin that gives Pelican this site: stories to read next, lists by language, a sitemap."""

from pelican import signals

KINDS = ("categories", "countries")


def told(generator):
    """Return the stories of each language, the newest first."""
    every = sorted([*generator.articles, *generator.translations], key=lambda story: story.date, reverse=True)
    return {code: [story for story in every if story.lang == code] for code in generator.settings["SITE"]["languages"]}


def link(generator):
    """Give each story its facts as lists, and the stories to read next in its own language."""
    generator.told = told(generator)
    found = {(story.slug, story.lang): story for stories in generator.told.values() for story in stories}
    for story in found.values():
        for kind in (*KINDS, "populations", "rights", "settings_of", "outcomes", "also"):
            setattr(story, kind, [word.strip() for word in getattr(story, kind).split(",")])
        story.also = [found[key, story.lang] for key in story.also if (key, story.lang) in found]
        story.spoken = [found[story.slug, code] for code in generator.told if (story.slug, code) in found]


def write(generator, writer):
    """Write the homes, the lists, the chooser and the sitemap."""
    site, addresses = generator.settings["SITE"], []

    def one(path, template, **facts):
        writer.write_file(path, generator.get_template(template), generator.context, **facts)

    for code, stories in generator.told.items():
        one(f"{code}/index.html", "home", lang=code, newest=stories[:6], address="")
        addresses.append("")
        shelves = {"stories": (site["texts"][code]["stories"], stories)}
        for kind in KINDS:
            for term, names in site["terms"][kind].items():
                shelves[f"{kind}/{term}"] = names[code], [story for story in stories if term in getattr(story, kind)]
        for shelf, (name, own) in shelves.items():
            if own:
                addresses.append(f"{shelf}/")
                paginated = {"stories": own}
                facts = {"lang": code, "heading": name, "address": f"{shelf}/"}
                path = f"{code}/{shelf}/index.html"
                one(path, "list", paginated=paginated, template_name="list", stories=own, **facts)
    one("index.html", "chooser", lang="en")
    one("sitemap.xml", "sitemap", told=generator.told, addresses=dict.fromkeys(addresses))


def register():
    """Say when Pelican is to call."""
    signals.article_generator_finalized.connect(link)
    signals.article_writer_finalized.connect(write)
