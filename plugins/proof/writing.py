"""Writing: what a page says of itself as it is written, sign by sign, and where."""

from collections.abc import Mapping
from html.parser import HTMLParser

from plugins.proof.reading import Reading


class _Writing(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self._in_title = self._in_style = False
        self._script: tuple[Mapping[str, str], int, int] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        elif tag == "style":
            self._in_style = True
        values = {name: value or "" for name, value in attrs}
        self.reading.element(tag, values, *self._place())
        if tag == "script":
            self.end_script()
            self._script = (values, *self._place())

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "style":
            self._in_style = False
        elif tag == "script":
            self.end_script()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.reading.title += data
        elif self._in_style:
            self.reading.style(data, *self._place())
        elif self._script:
            self._text += data

    def handle_comment(self, data: str) -> None:
        self.reading.comment(*self._place())

    def end_script(self) -> None:
        """Note that a script, if one has begun, ends here."""
        if self._script:
            values, line, column = self._script
            self.reading.script(values, self._text, line, column)
        self._script, self._text = None, ""

    def unreadable(self) -> None:
        """Note that here the reading ended before the page."""
        self.reading.wrong.append(("a declaration that cannot be read", *self._place()))

    def _place(self) -> tuple[int, int]:
        line, column = self.getpos()
        return line, column + 1


def read_written(html: str) -> Reading:
    """Return what the page holds, each thing with its line and column, up to where it can be read."""
    writing = _Writing()
    try:
        writing.feed(html)
        writing.close()
    except AssertionError:  # html.parser's word for a declaration such as `<![x`
        writing.unreadable()
    writing.end_script()
    return writing.reading
