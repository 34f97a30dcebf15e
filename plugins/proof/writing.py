"""Writing: what a page says of itself as it is written, sign by sign, and where."""

from html.parser import HTMLParser

from plugins.proof.reading import Reading


class _Writing(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self._in_title = self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        elif tag == "style":
            self._in_style = True
        self.reading.element(tag, {name: value or "" for name, value in attrs}, *self._place())

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.reading.title += data
        elif self._in_style:
            self.reading.style(data, *self._place())

    def handle_comment(self, data: str) -> None:
        self.reading.comment(*self._place())

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
    return writing.reading
