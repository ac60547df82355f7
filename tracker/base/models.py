"""What do our tables have in common?"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel


def text_enum(values: type[StrEnum]) -> Any:
    """Return the column type that stores an enum by its value, alike on both databases."""
    return Enum(
        values,
        native_enum=False,
        length=30,
        values_callable=lambda enum: [member.value for member in enum],
    )


class Versioned(SQLModel):
    """A row that two people may edit: the second one to save is told.

    SQLAlchemy guards load to flush within one transaction; the service compares ``version`` with
    the one in the form for the rest.
    """

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        """Let the ORM count the version up with each change."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]
