"""Undoing: what no software can take back, and what people can do about it."""

BEYOND = """\
What this command cannot undo:
- The history of this folder. If it is kept in git, every former version still holds the text and the pictures. Tell
  the maintainers; they can rewrite the history (git filter-repo), and everybody who has a copy must fetch it anew.
- The folder of the story itself: its texts stand there with the status "withdrawn". Delete the folder when you no
  longer need it; the list in withdrawn.yaml goes on refusing its names. Its addresses then answer 404, not 410.
- The site that is online, until you put this one in its place. Do it now, and delete older copies at your host:
  earlier deployments, previews, backups, caches of a CDN.
- Search engines. Ask them to forget the old addresses: Google (Search Console, Removals), Bing (Webmaster Tools, Block
  URLs), Yandex (Webmaster, Delete URL). A 410 answer tells them to drop a page.
- Web archives. Ask archive.org (info@ their domain) to exclude the addresses; archive.today has a form.
- Copies with others: partners who republished the story, feed readers, social networks, people who saved it. Ask the
  partners to take it down; the feeds now carry a notice of deletion, which some readers obey.
- Printed copies, e-books and mail that went out.
"""
