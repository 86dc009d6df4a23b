"""The sentences about workbooks and documents that are not read: torn, locked, too large, or no such files at all."""

from __future__ import annotations

from typing import Final

__all__ = ["OFFICE"]

#: code -> (Chinese, English)
OFFICE: Final[dict[str, tuple[str, str]]] = {
    "office-large": (
        "{file}：有 {size} MB，最多读取 {most} MB；请只留下要读取的表格后另存",
        "{file}: it has {size} MB, {most} MB are read at most; save it with nothing but the table that is to be read",
    ),
    "office-unpacked": (
        "{file}：解压后超过 {most} MB，未读取；请只留下要读取的表格后另存",
        "{file}: it unpacks to more than {most} MB, and was not read; save it with nothing but the table that is to be read",
    ),
    "office-parts": (
        "{file}：里面有 {count} 个文件，不像是 Excel 或 Word 保存的；请打开后另存",
        "{file}: there are {count} files in it, which no office program saves; open it and save it again",
    ),
    "office-outside": (
        "{file}：里面有指向外部的文件名“{name}”，不是 Excel 或 Word 保存的；未读取",
        "{file}: it names a file outside itself, “{name}”, which no office program does; it was not read",
    ),
    "office-torn": (
        "{file}：文件不完整：{why}；请用 Office 或 WPS 打开后另存",
        "{file}: this is not a whole file: {why}; open it in Office or WPS and save it again",
    ),
    "office-locked": (
        "{file}：文件有密码；请去掉密码后另存",
        "{file}: the file is encrypted; save it without a password",
    ),
    "office-other": (
        "{file}：这是 {kind} 文件，只是改了后缀；请用 Office 或 WPS 打开后另存为 .xlsx 或 .docx",
        "{file}: this is a {kind} file by another name; open it in Office or WPS and save it as .xlsx or .docx",
    ),
    "office-text": (
        "{file}：这是文本文件，只是改了后缀；如果是 CSV，请把后缀改为 .csv",
        "{file}: this is a text file by another name; if it is CSV, give it the suffix .csv",
    ),
    "office-far": (
        "{file}：工作表一直到 {cell} 都有内容，中间几乎全是空白，无法读取；请删去远处的单元格再保存",
        "{file}: a sheet reaches as far as {cell}, with hardly anything between; delete the cells far out, and save",
    ),
    "office-heavy": (
        "{file}：打开它要用的内存或时间太多，或会使程序中断；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "{file}: opening it takes too much memory or time, or ends the program; open it in Excel or WPS and save it as .xlsx",
    ),
}
