"""Audits in tests: a form without a mistake, the same with one row changed, and what the command says of forms."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tests.forms import row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.command import Command

#: A form without a mistake: 10 + 20 + 30 + 20 + 10 + 10 points, one of them lost with a reason.
CLEAN: Final = (
    row("产出指标", "数量指标", "养护里程", target="≥100公里", actual="100公里", weight=20, score=20),
    row("产出指标", "成本指标", "单位成本", target="≤5万元", actual="4.5万元", weight=30, score=30),
    row("效益指标", "社会效益指标", "知晓率", target="≥90%", actual="81%", weight=20, score=18, reason="宣传不足"),
    row("效益指标", "可持续影响指标", "秩序好转", target="明显好转", actual="达成", weight=10, score=10),
    row("满意度指标", "服务对象满意度指标", "群众满意度", target="≥90%", actual="95%", weight=10, score=10),
)


def changed(place: int, **values: Any) -> list[dict[str, Any]]:
    """Return the rows of the clean form, one of them changed."""
    return [each | values if number == place else each for number, each in enumerate(CLEAN)]


def audited(command: Command, *words: str, code: int | None = None) -> list[dict[str, Any]]:
    """Audit forms, and return what the JSON says of each."""
    done = command("audit", *words, "--format", "json")
    forms: list[dict[str, Any]] = json.loads(done.out, parse_float=Decimal)["forms"]
    assert done.code == (any(each["findings"] for each in forms) if code is None else code), done.err
    return forms


def found(form: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the code, the printed and the expected value of each finding."""
    return [(each["code"], each["printed"], each["expected"]) for each in form["findings"]]
