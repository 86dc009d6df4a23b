"""Names of files for projects: every system takes them, and none is another's."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.file_names import file_names

#: Texts as they come, those among them that some system stumbles over, and long ones.
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["con", "CON.txt", "a", "A", "é", "e\u0301", "ﬁ", "fi", "..", "a.", "a ", "index", "~$a", "-rf", "/"]
    ),
    st.text("资金a", min_size=55, max_size=70),
)


def name(key: str, called: str | None = None) -> str:
    """Return the name of one project."""
    return next(file_names([(key, called)]))


@given(st.lists(st.tuples(texts, st.none() | texts), max_size=12))
def test_any_names_can_be_files_beside_one_another(projects: list[tuple[str, str | None]]) -> None:
    """Whatever keys and names are: Windows, Linux, macOS and Excel take each file, and no two are one file to any."""
    found = list(file_names(projects, ("index",)))
    assert len(found) == len(projects)
    seen = {"index"}
    for each in found:
        assert not re.search(r'[<>:"/\\|?*\[\]\x00-\x1f\x7f]', each)
        assert each == each.strip(" .")
        assert not each.startswith((".", "~", "-"))
        assert 1 <= len(each) <= 60
        assert len(f"{each}.xlsx".encode()) <= 255
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", each.partition(".")[0].strip(), re.IGNORECASE)
        alike = unicodedata.normalize("NFKC", each).casefold()
        assert alike not in seen
        seen.add(alike)


@pytest.mark.parametrize(
    ("key", "called", "due"),
    [
        ("R-01", None, "R-01"),
        ("R-01", "", "R-01"),
        ("R-01", "R-01", "R-01"),
        ("R-01", "农村公路（一期）", "R-01 农村公路（一期）"),
        ("2022/3", "A: B?", "2022_3 A_ B_"),
        ('=HYPERLINK("x")', None, "=HYPERLINK(_x_)"),
        ("附件[1]", None, "附件_1_"),
        ("a\tb\x1bc", None, "a b_c"),
        ("ends with a dot.", None, "ends with a dot"),
        (".hidden", None, "hidden"),
        ("nul", None, "_nul"),
        ("COM1.2022", None, "_COM1.2022"),
        ("console", None, "console"),
        ("///", None, "___"),
        ("...", None, "_"),
        ("项目" * 40, None, "项目" * 30),
        ("🏫" * 60, None, "🏫" * 45),
    ],
)
def test_a_name_is_that_of_the_project(key: str, called: str | None, due: str) -> None:
    """Key and name, Chinese as it is; what some system does not take is an underscore, or left out at the ends."""
    assert name(key, called) == due


def test_projects_that_would_share_a_file_are_counted() -> None:
    """In the order of the projects; a name that is counted stays within the length; taken names count too."""
    given = [("a/b", None), ("a:b", None), ("A_B", None), ("index", None), ("x" * 70, None), ("x" * 71, None)]
    assert list(file_names(given, ("INDEX",))) == [
        "a_b",
        "a_b (2)",
        "A_B (3)",
        "index (2)",
        "x" * 60,
        "x" * 56 + " (2)",
    ]
