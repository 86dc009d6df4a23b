"""LibreOffice without a window: it opens files as a person would, and saves them as another format."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CSV", "Office"]

#: How a CSV file is opened: commas, double quotes, UTF-8, from its first line on.
CSV: Final = "CSV:44,34,76,1"
#: LibreOffice does not say that it hangs; a file takes it about a second.
SECONDS: Final = 180
#: Its settings: formulas are worked out again whenever a workbook is opened, whatever values are saved beside them.
SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


class Office(NamedTuple):
    """A LibreOffice with a profile of its own, which no other one on the machine sees."""

    program: str
    profile: Path

    @classmethod
    def settled(cls, program: str, profile: Path) -> Self:
        """Return one whose profile has the settings that tests rely on."""
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        return cls(program, profile)

    def convert(self, *paths: Path, to: str, into: Path, opened_as: str | None = None) -> list[Path]:
        """Open files in one start of LibreOffice and save them in a folder, as `to`: a suffix, or `suffix:filter`."""
        done = self._run(
            *([f"--infilter={opened_as}"] if opened_as else []),
            *("--convert-to", to, "--outdir", str(into)),
            *map(str, paths),
        )
        made = [into / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
        missing = [path.name for path in made if not path.is_file()]
        assert not missing, f"LibreOffice did not write {', '.join(missing)}: {done}"
        return made

    def _run(self, *words: str) -> str:
        """Run it, and end it and its children if it takes too long; return what it printed."""
        with subprocess.Popen(
            [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as process:
            try:
                return process.communicate(timeout=SECONDS)[0]
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
