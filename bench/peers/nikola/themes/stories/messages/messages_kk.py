"""Nikola has no texts in Kazakh; the templates of this site need none of them."""

MESSAGES = {}
