"""Swapping: two folders change places in one step, so that there is no moment without either."""

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: names are relative to the current folder (linux/fcntl.h).
_EXCHANGE = 2  # RENAME_EXCHANGE: both names must exist, and change places (linux/fs.h; renameat2(2)).
_UNABLE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def swap(one: Path, other: Path) -> bool:
    """Exchange two names of one file system in a single step; return False where the system cannot.

    Raises OSError when it could and yet fails, as when a folder may not be written.
    """
    if sys.platform != "linux":
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2  # glibc 2.28 or later
    except (OSError, AttributeError):
        return False
    if exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
