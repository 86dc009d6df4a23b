"""`survey.satisfaction`: how satisfied the people are whom a survey asked (满意度)."""

from decimal import Decimal
from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scoring import Check, Measured, NumberName, TableName
from scoring_survey.interval import wilson
from scoring_survey.messages import REASONS, SATISFACTION, Sentences
from scoring_survey.mistakes import check_parameters
from scoring_survey.parts import Part, parts

if TYPE_CHECKING:
    from scoring import Facts, Quantity

__all__ = ["Satisfaction"]

Weight = Annotated[Decimal, Field(gt=0)]
Points = Annotated[Decimal, Field(ge=0)]


def columns(answer: object) -> object:
    """Return columns of answers with their weights: one column, or several that weigh the same, weigh 1.

    >>> columns("answer"), columns(["food", "rooms"]), columns({"food": 3})
    ({'answer': 1}, {'food': 1, 'rooms': 1}, {'food': 3})
    """
    if isinstance(answer, str):
        return {answer: 1}
    if isinstance(answer, list) and all(isinstance(each, str) for each in answer):
        return dict.fromkeys(answer, 1)
    return answer


Questions = Annotated[
    dict[str, Weight],
    Field(min_length=1),
    BeforeValidator(columns, json_schema_input_type=str | list[str] | dict[str, Weight]),
]


class Satisfaction(Check):
    """The share of satisfied answers, or the mean of the answers' points as a share of the most points there are.

    A share, 0 to 1. Answers are rows of a table (`answer`), rows of counts (`options`) or counts among the project's
    facts (`counts`). Several questions or groups are weighted: the sum of weight x share, divided by the sum of the
    weights. Below `minimum_sample` the measure is missing, with a finding, and so it is where a question or group has
    no answer at all. Wilson's 95% interval of each satisfied share stands in the reason.

    Source: satisfaction is an indicator of 财预〔2013〕53号 附件1 and of 财预〔2020〕10号. Which answers are satisfied,
    what points they have and how many are enough is for the author of a set to say.

    >>> check = Satisfaction(table="survey", answer="answer", satisfied_from=4, minimum_sample=30)
    >>> check.minimum_sample
    30
    """

    display: ClassVar[Literal["percent"]] = "percent"
    messages: ClassVar[Sentences] = SATISFACTION

    table: TableName | None = Field(
        None, description="the table: a row for each questionnaire (answer), or rows of counts (options)"
    )
    answer: Questions | None = Field(
        None, description="the column of the answers; for several questions their columns, or column = weight"
    )
    options: list[str] | None = Field(
        None, min_length=1, description="columns of the table, one for each option: the number of people who chose it"
    )
    counts: list[NumberName] | None = Field(
        None, min_length=1, description="facts of the project, one for each option: the number of people who chose it"
    )
    satisfied_from: Decimal | None = Field(
        None, description="for answers in numbers: the least one that is satisfied, in the unit of the answers"
    )
    satisfied: list[str] | None = Field(
        None, min_length=1, description="the answers (texts), or the options or counts (names), that are satisfied"
    )
    points: dict[str, Points] | None = Field(
        None, min_length=1, description="the points of every answer (text), or of every option or count (name)"
    )
    out_of: Decimal | None = Field(
        None, gt=0, description="the most points; alone: answers are numbers from 0 to this one, taken as points"
    )
    group: str | None = Field(None, description="the column (a text) that says to which group a row belongs")
    groups: dict[str, Weight] | None = Field(None, min_length=1, description="the groups that count: text = weight")
    question: str | None = Field(None, description="with options: the column (a text) that says which question it is")
    questions: dict[str, Weight] | None = Field(
        None, min_length=1, description="the questions that count: text = weight"
    )
    minimum_sample: int = Field(
        0, ge=0, description="the least number of valid answers, to each question; 0: any number will do"
    )
    sent: NumberName | None = Field(None, description="the fact that says how many questionnaires were sent")
    minimum_response: Decimal | None = Field(
        None, gt=0, le=1, description="the least share of those sent that should come back; below it there is a finding"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_parameters(self)
        return self

    @property
    def full(self) -> Decimal:
        """The most points that an answer can have; 1 where answers are satisfied or not."""
        if self.by_share:
            return Decimal(1)
        return self.out_of or max((self.points or {}).values())

    @property
    def by_share(self) -> bool:
        """Whether answers are satisfied or not, rather than worth points."""
        return self.points is None and self.out_of is None

    def measure(self, facts: "Facts") -> Measured:
        """Return the weighted mean of the parts: of each question, in each group."""
        found = parts(self, facts)
        values = [part.holds / part.sample / self.full for part in found.parts]
        total = sum(part.weight for part in found.parts)
        weighted = [value * part.weight for value, part in zip(values, found.parts, strict=True)]
        by_question = [reduce(add, samples) for samples in found.by_question]
        sample = facts.min(*by_question)
        too_small = sample < self.minimum_sample
        some = facts.constant(value=True) if self.table is None else facts.count(self.table) > 0
        findings = {"sample-too-small": some & too_small}
        shown = {"sample": sample} | self._shown(facts, found.parts, values)
        if len(values) > 1:
            findings["part-without-answers"] = some & (facts.min(*[part.sample for part in found.parts]) == 0)
        if found.left_out is not None:
            shown["left_out"] = found.left_out
            findings["rows-left-out" if self.options else "answers-left-out"] = found.left_out > 0
        if found.counts:
            findings["negative-count"] = reduce(or_, [each < 0 for each in found.counts])
        if self.sent is not None:
            returned = facts.max(*by_question) if self.table is None or self.options else facts.count(self.table)
            shown |= {"returned": returned, "response": returned / facts[self.sent]}
            findings["returned-above-sent"] = returned > facts[self.sent]
            if self.minimum_response is not None:
                findings["response-low"] = shown["response"] < self.minimum_response
        return Measured(
            reduce(add, weighted) / total,
            missing_if=too_small,
            invalid_if=findings.get("negative-count"),
            findings=findings,
            reason=(self._reason(found.parts, 0), self._reason(found.parts, 1)),
            shown=shown,
        )

    def _shown(self, facts: "Facts", found: list[Part], values: "list[Quantity]") -> "dict[str, Quantity]":
        """Return the numbers of each part, as the reason names them."""
        shown: dict[str, Quantity] = {}
        for place, (part, value) in enumerate(zip(found, values, strict=True)):
            shown |= {f"holds{place}": part.holds, f"n{place}": part.sample, f"value{place}": value}
            if self.by_share:
                shown[f"low{place}"], shown[f"high{place}"] = wilson(facts, part.holds, part.sample)
            else:
                shown[f"mean{place}"] = part.holds / part.sample
        return shown

    def _reason(self, found: list[Part], lang: Literal[0, 1]) -> str:
        """Return the template of the reason: every part with its numbers, then what holds for all of them."""
        clauses = []
        several = len(found) > 1
        for place, part in enumerate(found):
            value = f"value{place}" if several else "measure"
            clause = REASONS["share" if self.by_share else "scale"][lang]
            clause += REASONS["interval"][lang] if self.by_share else ""
            clause = (REASONS["part"][lang] if several else "") + clause
            label = part.label.replace("{", "{{").replace("}", "}}")
            clauses.append(
                clause.format(
                    key=place, value=value, label=label, weight=written(part.weight), out_of=written(self.full)
                )
            )
        clauses += [REASONS["weighted"][lang]] if several else []
        clauses += [REASONS["sample"][lang]] if self.minimum_sample else []
        clauses += [REASONS["response"][lang]] if self.sent is not None else []
        return ("；", "; ")[lang].join(clauses)


def written(number: Decimal) -> str:
    """Write a constant without an exponent and without trailing zeros.

    >>> written(Decimal("0.60")), written(Decimal("100"))
    ('0.6', '100')
    """
    return f"{number.normalize():f}"
