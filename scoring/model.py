"""What the models of an indicator set are made of: their base, texts and ids."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["DIMENSION_PATTERN", "ID_PATTERN", "DimensionId", "Id", "Model", "Text"]

#: A key's own id: lower case with hyphens.
ID_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: The id of a dimension has dots too, which make the tree.
DIMENSION_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$"

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
DimensionId = Annotated[str, Field(pattern=DIMENSION_PATTERN)]


class Model(BaseModel):
    """A frozen part of a set; unknown keys are errors."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )
