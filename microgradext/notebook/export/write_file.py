"""Writing a file whole, or leaving what was there before."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`; raises OSError with the path if that cannot be done.

    It is written beside the target and renamed, so that an interrupt leaves no partial file.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if target.exists() and not os.access(target, os.W_OK):  # a rename would not check
            raise PermissionError(errno.EACCES, "it is read-only")
        _rename_onto(target, content)
    except OSError as error:
        raise type(error)(error.errno, f"cannot save to {target}: {error.strerror}") from None


def _rename_onto(target: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, _mode(target))
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
