"""CSV files of projects: encodings, separators, quotes, rows of any length; good rows are never stopped by bad ones."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.data_bytes import mended
from scoring.errors import DataError
from tests.table_files import csv_text, read, rows, said, write

if TYPE_CHECKING:
    from pathlib import Path

TABLE = [["项目编号", "预算数", "执行数"], ["p1", "954.25", "946.88"], ["p2", "１，２３４．５", "≥90%"]]
LABELS = "全年预算数, 全年执行数, 完成率, 会议场次, 完成日期"
CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_line_ends_and_separators_are_recognised(
    tmp_path: Path, encoding: str, ends: str, separator: str
) -> None:
    """Cells are texts as they stand; only GB18030 is worth a remark."""
    text = csv_text(TABLE, lineterminator=ends, delimiter=separator)
    data = read(write(tmp_path / "a.csv", text, encoding), lang="zh")
    found = rows(data.projects, "line:", "project", "funds.budget", "funds.spent")
    assert found == [(2, "p1", "954.25", "946.88"), (3, "p2", "１，２３４．５", "≥90%")]
    line = 1 if encoding == "gb18030" else None
    remark = f"{tmp_path / 'a.csv'}：第 {line} 行不是 UTF-8，全部按 GB18030 读取；如有乱码，请另存为 UTF-8"
    assert [each.message for each in data.remarks] == ([remark] if line else [])


def test_a_cell_is_named_by_its_row_and_column(tmp_path: Path) -> None:
    """As a spreadsheet shows it: a cell of several lines is in one row, empty rows count."""
    text = '2022年,"标题\n两行"\n\n项目编号,预算数(元),备注,执行数\np1,"7,00.0,77","一\n二",≥90%\n\np3,1,,2\n'
    path = write(tmp_path / "a.csv", text)
    data = read(path)
    assert rows(data.projects, "line:", "funds.budget", "funds.spent") == [(4, "7,00.0,77", "≥90%"), (6, "1元", "2")]
    assert data.cell(None, "funds.budget", {"line:": 4}, "zh") == f"{path}，第 4 行，B 列（预算数(元)）"
    assert data.cell(None, "funds.spent", {"line:": 4}, "en") == f"{path}, row 4, column D (执行数)"


def test_short_rows_miss_cells_and_long_rows_lose_theirs_with_a_remark(tmp_path: Path) -> None:
    """Commas that only end a row are no cells, and rows without anything are no projects."""
    text = "project,预算数,执行数\na,1\nb,1,2,3,4\nc,1,2,\n,,\n \t ,\nd,1,2\n"
    data = read(write(tmp_path / "a.csv", text))
    found = rows(data.projects, "line:", "project", "funds.budget", "funds.spent")
    assert found == [(2, "a", "1", None), (3, "b", "1", "2"), (4, "c", "1", "2"), (7, "d", "1", "2")]
    (remark,) = data.remarks
    assert (remark.code, remark.lines) == ("table-longer", (3,))
    assert remark.message.startswith(f"{tmp_path / 'a.csv'}: row 3 has more cells than there are headings (3)")


def test_quotes_that_do_not_match_spoil_their_own_line_alone(tmp_path: Path) -> None:
    """They are characters there, so that the cell is wrong and seen to be."""
    text = 'project,预算数,执行数\na,"1,2\nb,5" pipe,3\nc,"4",5\nd,"6"x,7\n'
    data = read(write(tmp_path / "a.csv", text))
    found = rows(data.projects, "project", "funds.budget", "funds.spent")
    assert found == [("a", '"1', "2"), ("b", '5" pipe', "3"), ("c", "4", "5"), ("d", '"6"x', "7")]
    assert [each.lines for each in data.remarks] == [(2, 3, 5)]
    assert said(data, "table-quotes")[0].startswith(f"{tmp_path / 'a.csv'}: on line 2, 3, 5 of the text the quotes")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", ": the file is empty"),
        (b"\xef\xbb\xbf \r\n", ": the file is empty"),
        (
            "project,预算数".encode("utf-16"),
            ": the file is encoded as UTF-16; save it as “CSV UTF-8 (Comma delimited)”",
        ),
        (
            b"project\n\xff\xff\xff\n",
            ":2: the file is text neither in UTF-8 nor in GB18030; save it as “CSV UTF-8 (Comma delimited)”",
        ),
        (
            b"project\n\n\0\n",
            ":3: the file is text neither in UTF-8 nor in GB18030; save it as “CSV UTF-8 (Comma delimited)”",
        ),
        (
            "项目编号,预算数\np1,1\np2,".encode() + b"\x81\x30\n",
            ":3: the file is text neither in UTF-8 nor in GB18030; save it as “CSV UTF-8 (Comma delimited)”",
        ),
        (b"PK\x03\x04...", ": this is a .xlsx file; give it the suffix .xlsx"),
        (b"PAR1...", ": this is a .parquet file; give it the suffix .parquet"),
        (
            b"name,sum\n1,2\n",
            f": no heading is known among name, sum; headings are names or labels of facts, such as {LABELS}",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(tmp_path: Path, raw: bytes, why: str) -> None:
    """By its name, and the line where there is one."""
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value) == f"{path}{why}"


def test_headings_alone_are_no_projects(tmp_path: Path) -> None:
    """Also where blank rows follow."""
    with pytest.raises(DataError) as caught:
        read(write(tmp_path / "a.csv", "project,预算数\n,\n"))
    assert str(caught.value) == f"there is no project: {tmp_path / 'a.csv'} has headings only"


def test_a_file_beyond_a_chunk_is_read_in_its_encoding(tmp_path: Path) -> None:
    """A character that lies across the bytes looked at in one go is whole; one bad byte at the end makes GB18030."""
    text = "project,社会效益\n" + "".join(f"p{n},好{'好' * 60}\n" for n in range(30_000))
    plain = read(write(tmp_path / "a.csv", text))
    assert plain.remarks == ()
    assert rows(plain.projects.tail(1), "project", "effect") == [("p29999", "好" * 61)]
    other = read(write(tmp_path / "b.csv", text, "gb18030"))
    assert [each.code for each in other.remarks] == ["table-gb18030"]
    assert rows(other.projects.tail(1), "project", "effect") == [("p29999", "好" * 61)]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_a_csv_writer_quotes_needs_no_mending(table: list[tuple[str, str]]) -> None:
    """Whatever characters its cells have, line ends and quotes too."""
    raw = csv_text(table).encode()
    assert mended(raw, ",") == (raw, ())


@given(st.text('ab",\n', max_size=40))
def test_mended_text_is_sound_and_has_all_that_was_there(text: str) -> None:
    """Every character is still in a cell or between cells; text that was sound is the same."""
    raw = text.encode()
    found, lines = mended(raw, ",")
    assert mended(found, ",") == (found, ())
    assert (found == raw) == (not lines)
    again = csv.reader(io.StringIO(bytes(found).decode(), newline=""), strict=True)
    kept = "\n".join(",".join(row) for row in again)
    assert kept.replace('"', "").replace("\n", "") == text.replace('"', "").replace("\n", "")


def test_a_row_with_a_cell_of_several_lines_is_mended_whole() -> None:
    """Its cells stay together, the line that is named is that of the quote."""
    raw = b'a,b,c\r\n"1\r\n2",5" x,3\r\n4,"5",6\r\n'
    assert mended(raw, ",") == (b'a,b,c\r\n"""1\r\n2""","5"" x","3"\r\n4,"5",6\r\n', (3,))
