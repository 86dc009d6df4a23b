"""Names of files for projects: such as every system and every office program takes, and no two of them alike."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from scoring.report_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["file_names"]

#: So many characters a name has at most, and so many bytes: Excel opens no path of more than 218 characters, and Linux
#: has no name of more than 255 bytes, of which a Chinese character takes three.
LONGEST: Final = 60
BYTES: Final = 180
#: What Windows has in no name, and Excel in none that it opens.
FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\[\]]')
#: What Windows takes for a device, with whatever suffix.
DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
#: What a name does not begin with (hidden files, options, locks of Office do), and what Windows drops at its end.
FIRST: Final = " .~$-"
LAST: Final = " ."


def file_names(projects: Iterable[tuple[str, str | None]], taken: Iterable[str] = ()) -> Iterator[str]:
    """Go through names for projects, of which each has a key and perhaps a name; suffixes are still to come.

    None is one of another or of `taken`, also where a system looks neither at case nor at composed characters.

    >>> list(file_names([("R-01", "北路"), ("a/b", None), ("A:B", "A:B"), ("con", None)]))
    ['R-01 北路', 'a_b', 'A_B (2)', '_con']
    """
    known = {_alike(each) for each in taken}
    for key, name in projects:
        plain = found = _plain(key if name in {None, "", key} else f"{key} {name}")
        number = 1
        while _alike(found) in known:
            number += 1
            mark = f" ({number})"
            found = _cut(plain, len(mark)) + mark
        known.add(_alike(found))
        yield found


def _plain(text: str) -> str:
    """Return a text as a name, without what some system or program does not take."""
    shown = FORBIDDEN.sub("_", harmless(unicodedata.normalize("NFC", text)).replace("?", "_"))
    found = " ".join(shown.split()).lstrip(FIRST)
    device = DEVICES.fullmatch(found.partition(".")[0].rstrip())
    return _cut(f"_{found}" if device else found) or "_"


def _cut(name: str, less: int = 0) -> str:
    """Cut a name that is too long, with room for so many characters."""
    found = name[: LONGEST - less].encode()[: BYTES - less].decode(errors="ignore")
    return found.rstrip(LAST)


def _alike(name: str) -> str:
    """Return what all names are that some system takes for this one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
