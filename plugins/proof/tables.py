"""Tables: what a spreadsheet program opens is what it seems: whole, in readable letters, and no formula."""

import csv
import io
from collections.abc import Iterator

_MARK = b"\xef\xbb\xbf"  # By it spreadsheet programs know UTF-8.
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # What they take for one begins so (OWASP ASVS 5.0, 1.2.10).


def wrong_in(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a CSV file (RFC 4180), with the row. Raises ValueError when it cannot be read."""
    if not data.startswith(_MARK):
        yield 1, "The table does not begin with the mark of UTF-8."
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            yield number, "The row has more or fewer cells than the first."
        for cell in row:
            if cell.startswith(_FORMULA):
                yield number, f'The cell "{cell}" may be taken for a formula.'
