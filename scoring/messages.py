"""Every sentence the product says, in Chinese and English: one catalogue for reasons, findings and diagnostics."""

from __future__ import annotations

from typing import Final, NamedTuple

from scoring.messages_audit import AUDIT
from scoring.messages_coverage import TEST
from scoring.messages_data import DATA
from scoring.messages_document import DOCUMENT
from scoring.messages_evaluation import EVALUATION
from scoring.messages_examples import EXAMPLES
from scoring.messages_files import FILES
from scoring.messages_forms import FORMS
from scoring.messages_formulas import FORMULAS
from scoring.messages_frames import FRAMES
from scoring.messages_new import NEW
from scoring.messages_office import OFFICE
from scoring.messages_overlays import OVERLAYS
from scoring.messages_reach import REACH
from scoring.messages_report import REPORT
from scoring.messages_results import RESULTS
from scoring.messages_rules import RULES
from scoring.messages_sheet import SHEET
from scoring.messages_spark import SPARK
from scoring.messages_tables import TABLES
from scoring.messages_tree import TREE

__all__ = ["BETWEEN", "LANGUAGES", "MESSAGES", "InBoth", "message"]

LANGUAGES: Final = ("zh", "en")
#: What stands between the items of a list.
BETWEEN: Final = {"zh": "、", "en": ", "}

#: code -> (Chinese, English); `{name}` stands for a value.
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    **AUDIT,
    **DATA,
    **DOCUMENT,
    **EVALUATION,
    **EXAMPLES,
    **FILES,
    **FORMS,
    **FORMULAS,
    **FRAMES,
    **NEW,
    **OFFICE,
    **OVERLAYS,
    **REACH,
    **REPORT,
    **RESULTS,
    **RULES,
    **SHEET,
    **SPARK,
    **TABLES,
    **TEST,
    **TREE,
    # the syntax of files
    "did-you-mean": ("；是否想写 {name}？", "; did you mean {name}?"),
}


class InBoth(NamedTuple):
    """A value of a message that is worded in either language."""

    chinese: str
    english: str


def message(code: str, lang: str, /, **values: object) -> str:
    """Return the sentence of `code` in `lang` ("zh" or "en"), its values filled in; a tuple is a list of texts.

    Raises `KeyError` for a code that the catalogue does not have.

    >>> message("did-you-mean", "en", name="funds.spent")
    '; did you mean funds.spent?'
    """
    chinese, english = MESSAGES[code]
    for name, value in values.items():
        if type(value) is tuple:  # a named tuple shows itself
            values[name] = BETWEEN[lang].join(value)
        elif type(value) is InBoth:
            values[name] = value[LANGUAGES.index(lang)]
    return (chinese if lang == "zh" else english).format_map(values)
