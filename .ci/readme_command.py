"""Print one of the README's commands, so that CI runs what the README says: `readme_command.py score|test`.

They are the first commands in its `sh` blocks that score a project and that run pytest.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

README: Final = Path(__file__).resolve().parent.parent / "README.md"
MARKS: Final = {"score": re.compile(r"\bscoring score\b"), "test": re.compile(r"\bpytest$")}


def commands(text: str) -> list[str]:
    """Return the commands in the `sh` blocks of a Markdown text, lines that a backslash continues joined."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def main() -> None:
    """Print the command that is asked for."""
    mark = MARKS[sys.argv[1]]
    found = next((each for each in commands(README.read_text(encoding="utf-8")) if mark.search(each)), None)
    if found is None:
        sys.exit(f"README.md: no command in its sh blocks matches {mark.pattern!r}")
    print(found)


if __name__ == "__main__":
    main()
