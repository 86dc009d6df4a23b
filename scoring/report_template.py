"""The Word file of an office that gives a report its look: opened with care, and where in it the report is to stand."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from scoring.errors import DataError, ScoringError
from scoring.messages import message

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MARKS", "mark_in", "opened", "section_of"]

#: A paragraph that is nothing but one of these is where the report is to stand.
MARKS: Final = ("【报告正文】", "[Report]")
#: The most that a template may have, unpacked, in bytes: a logo is large, a bomb is larger.
UNPACKED: Final = 256 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024
#: How files of Word before 2007 begin, and encrypted ones.
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
#: Where a file says what it is, and how: a template (.dotx) is a document in all but its name.
TYPES: Final = "[Content_Types].xml"
TEMPLATE: Final = b"wordprocessingml.template.main+xml"
DOCUMENT: Final = b"wordprocessingml.document.main+xml"
MACROS: Final = b"macroEnabled"
#: What Python says of an archive that is torn.
TORN: Final = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError)


def opened(path: Path | None, lang: str) -> Any:
    """Open a template with python-docx; without one, an empty document.

    Raises `ScoringError` without the package python-docx, `DataError` for a file that cannot be a template.
    """
    try:
        import docx
    except ImportError as error:
        raise ScoringError(message("evaluation-no-docx", lang)) from error
    if path is None:
        return docx.Document()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(message("data-unreadable", lang, file=path, why=error.strerror or str(error))) from error
    content = _document(content, path, lang)
    try:
        return docx.Document(io.BytesIO(content))
    except Exception as error:  # whatever a damaged part makes of python-docx
        raise DataError(message("evaluation-template", lang, file=path)) from error


def _document(content: bytes, path: Path, lang: str) -> bytes:
    """Return a file as a document; raises `DataError` for what is none, has macros or a password, or is a bomb."""
    if content.startswith(COMPOUND):
        code = "evaluation-template-locked" if ENCRYPTED in content else "evaluation-template-old"
        raise DataError(message(code, lang, file=path))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
            types = packed.read(TYPES) if size <= UNPACKED else b""
            if TEMPLATE in types:
                content = _retyped(packed, types.replace(TEMPLATE, DOCUMENT))
    except TORN as error:
        raise DataError(message("evaluation-template", lang, file=path)) from error
    if size > UNPACKED:
        raise DataError(message("evaluation-template-large", lang, file=path, size=size // MEGABYTE))
    if MACROS in types:
        raise DataError(message("evaluation-template-macros", lang, file=path))
    return content


def _retyped(packed: zipfile.ZipFile, types: bytes) -> bytes:
    """Return an archive with other words about what it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in packed.infolist():
            new.writestr(each.filename, types if each.filename == TYPES else packed.read(each))
    return out.getvalue()


def mark_in(document: Any) -> Any:
    """Return the paragraph (its element) that marks the place of the report; None where there is none."""
    return next((each._p for each in document.paragraphs if each.text.strip() in MARKS), None)  # noqa: SLF001


def section_of(document: Any, mark: Any) -> Any:
    """Return the section in which a mark stands, for no mark the last one: a section ends in a paragraph behind it."""
    document.element.body.get_or_add_sectPr()
    behind = [] if mark is None else [mark, *mark.itersiblings()]
    for section in document.sections:
        end = section._sectPr  # noqa: SLF001
        if any(end in each.iter() for each in behind):
            return section
    return document.sections[-1]
