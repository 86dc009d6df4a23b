"""Copy the repository's files, and nothing that lies beside them, to another folder: `copy_tracked.py DEST`.

The files are the ones git tracks or would track; without git, all but caches, environments and builds.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
ASIDE: Final = (
    ".git",
    ".venv",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "*.egg-info",
    "*.pyc",
    "build",
    "dist",
)


def tracked(root: Path) -> list[Path]:
    """Return the files of the repository as paths below `root`, in order."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    try:
        listed = subprocess.run(listing, cwd=root, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walked(root))
    named = (Path(os.fsdecode(name)) for name in listed.split(b"\0") if name)
    return sorted(path for path in named if (root / path).is_file())


def _walked(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not _aside(name)]
        yield from (Path(folder, name).relative_to(root) for name in files if not _aside(name))


def _aside(name: str) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in ASIDE)


def main() -> None:
    """Copy the tracked files to the folder that is named."""
    destination = Path(sys.argv[1])
    for path in tracked(ROOT):
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        shutil.copymode(ROOT / path, target)


if __name__ == "__main__":
    main()
