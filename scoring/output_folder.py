"""A folder that a command fills with files: all of them whole, and none written over that somebody else has made.

`SHA256SUMS`, as `sha256sum -c` checks it, lists what was written. By it the next run knows its own files again: what
somebody has changed since, or put there, is never written over.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SUMS", "Aside", "refuse_inside", "written_whole"]

#: So many files that are in the way are named.
TOLD: Final = 5
SUMS: Final = "SHA256SUMS"
#: How the folder is called in which files are made.
ASIDE: Final = ".scoring."
SUM: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class Aside(NamedTuple):
    """Where the files are made, and how many of earlier runs stay in the folder beside them."""

    path: Path
    left: int


def refuse_inside(folder: Path, given: Sequence[str], lang: str) -> None:
    """Raise `DataError` for a folder in one whose files are read: the next run would read what this one writes."""
    for each in map(Path, given):
        if each.is_dir() and folder.resolve().is_relative_to(each.resolve()):
            raise DataError(message("folder-inside", lang, folder=folder, data=each))


@contextmanager
def written_whole(folder: Path, names: Sequence[str], lang: str) -> Iterator[Aside]:
    """Let files of these names be made aside, and then put them into the folder, each whole.

    Raises `DataError` for files in the way that somebody else has made or changed, and where the folder cannot be
    written: then it is as it was before.
    """
    sums = _sums(folder, names, lang)
    with _aside(folder, lang) as path:
        yield Aside(path, len(sums.keys() - set(names)))
        _put(path, folder, names, sums)


@contextmanager
def _aside(folder: Path, lang: str) -> Iterator[Path]:
    """Make a folder within a folder, for what is not whole yet; say in a sentence why something cannot be written.

    Where nothing has been written, the folder is not there if it was not there before.
    """
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=ASIDE, ignore_cleanup_errors=True) as inner:
            yield Path(inner)
    except OSError as error:
        file = Path(error.filename2 or error.filename or folder)
        if file.parent.name.startswith(ASIDE):
            file = folder / file.name
        raise DataError(message("write-failed", lang, file=file, why=error.strerror or str(error))) from error
    finally:
        if new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _sums(folder: Path, names: Sequence[str], lang: str) -> dict[str, str]:
    """Return the digests of the files that earlier runs have written and that are still there, by their names.

    Raises `DataError` if one of `names` is there and is none of these files as it was written.
    """
    listed: dict[str, str] = {}
    if (path := folder / SUMS).exists():
        text = path.read_text(encoding="utf-8", errors="replace")
        found = [SUM.fullmatch(line) for line in text.splitlines()]
        listed = {each[2]: each[1] for each in found if each is not None}
        if None in found:
            raise DataError(message("folder-foreign", lang, folder=folder, names=(SUMS,), count=1))
    known = {name: digest for name, digest in listed.items() if (folder / name).is_file()}
    foreign = [name for name in names if _foreign(folder / name, known.get(name))]
    if foreign:
        named: tuple[str, ...] = tuple(foreign[:TOLD])
        raise DataError(message("folder-foreign", lang, folder=folder, names=named, count=f"{len(foreign):,}"))
    return known


def _foreign(path: Path, digest: str | None) -> bool:
    """Tell whether something is there that is no file with this digest."""
    if not path.exists() and not path.is_symlink():
        return False
    return not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest


def _put(aside: Path, folder: Path, names: Sequence[str], sums: dict[str, str]) -> None:
    """Put files in their place; whatever happens meanwhile, the list of digests is right after."""
    try:
        for name in names:
            digest = sha256((aside / name).read_bytes()).hexdigest()
            (aside / name).replace(folder / name)
            sums[name] = digest
    finally:
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (aside / SUMS).write_text(lines, encoding="utf-8", newline="\n")
        (aside / SUMS).replace(folder / SUMS)
