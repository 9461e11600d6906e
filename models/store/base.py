"""What every stored row is made of: an id that is never used again, a version, an area.

The version is the optimistic lock: a change made to a row as it was, after somebody else changed
it, is refused when it is written. Old values stay known until then, so that the journal can say
what a field was before.
"""

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import InstrumentedAttribute, Mapper, declared_attr
from sqlmodel import Field, SQLModel

from models.store.clock import ZONE

# Alembic can only change what has a name, and names must not depend on who created the database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UnjournalledWrite(RuntimeError):
    """Code tried to write past the journal, or to write while reading: a mistake of ours."""


@cache
def snake(name: str) -> str:
    """`GroupBuy` -> `group_buy`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def text_enum(members: type[StrEnum]) -> type[sa.Enum]:
    """The column type of a `StrEnum`: kept as its value, with a CHECK on every database.

    Use it as `Field(sa_type=text_enum(State))`.
    """
    kept = sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda enum: [member.value for member in enum],
        length=32,
        name=snake(members.__name__),
    )
    # SQLModel asks for a type and takes an instance just as well; only its annotation does not.
    return cast(type[sa.Enum], kept)


SECRET = "secret"
"""What marks a column whose values nobody is ever told."""


def secret(**options: Any) -> Any:
    """A field that only the change it serves may know: not the journal, nor who prints the row.

    The journal tells that it changed and not what it was, so such a change is never taken back.
    """
    return Field(repr=False, exclude=True, sa_column_kwargs={"info": {SECRET: True}}, **options)


@cache
def secrets_of(table: sa.Table) -> frozenset[str]:
    """The columns of a table whose values nobody is ever told."""
    return frozenset(column.name for column in table.columns if column.info.get(SECRET))


def table_args(*constraints: sa.schema.SchemaItem) -> Any:
    """`__table_args__` of a row: its constraints, and ids that SQLite never uses twice."""
    return (*constraints, {"sqlite_autoincrement": True})


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    """An index of the rows that satisfy a condition, for `table_args`: a read costs what is open
    and not what is past.

    Naming the condition for PostgreSQL here would import its dialect, which costs 40 ms at every
    start; whoever creates a database there copies it over from SQLite's.
    """
    return sa.Index(name, *columns, unique=unique, sqlite_where=sa.text(where))


class Row(SQLModel):
    """One stored record. Subclass it with `table=True` and name the `area` it belongs to."""

    area: ClassVar[str]
    """The area whose revision moves when a row of this table changes: its module's name."""

    # A row validates nothing on construction: drafts do, and a validator would cost every start.
    model_config = {"defer_build": True}

    __table_args__ = table_args()

    id: int | None = Field(default=None, primary_key=True)
    version: int | None = Field(default=None, nullable=False)
    """Counts the changes of this row; the backstop against two people changing it at once."""

    # SQLModel tells pydantic of each value too, who keeps of it what nobody asks for here: a row
    # would take six times as long to make.
    def __init__(self, **values: Any) -> None:
        constant, made = _defaults(type(self))
        self.__dict__.update(constant)
        for name, make in made:
            setattr(self, name, make())
        for name, value in values.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(type(self).__dict__.get(name), InstrumentedAttribute):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return snake(cls.__name__)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        table: sa.Table = getattr(cls, "__table__")  # noqa: B009
        return {"version_id_col": table.c.version}


@cache
def _defaults(model: type[Row]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """What a field holds that nothing was said of: the same for every row, or made for each."""
    constant: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for name, about in model.model_fields.items():
        if about.default_factory is not None:
            # pydantic would look up the signature of `list` each time it is asked for one.
            made.append((name, cast(Callable[[], Any], about.default_factory)))
        elif not about.is_required():
            constant[name] = about.default
    return constant, made


@event.listens_for(Row, "mapper_configured", propagate=True)
def _keep_old_values(mapper: Mapper[Any], model: type[Row]) -> None:
    if not isinstance(getattr(model, "area", None), str):
        raise TypeError(f"{model.__name__} names no area")
    for attribute in mapper.column_attrs:
        getattr(model, attribute.key).impl.active_history = True


class BranchClock(Row, table=True):
    """The single row that says in which zone the branch lives, and when its demonstration began."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args(sa.CheckConstraint("id = 1", name="branch_clock_single"))

    zone: str = ZONE
    demo_start: dt.datetime | None = None
    demo_since: dt.datetime | None = None
