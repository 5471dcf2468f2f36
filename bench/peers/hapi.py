"""A peer like a humanitarian data API: FastAPI, asyncpg, PostgreSQL, response models."""

import os
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, create_model
from sqlalchemy import (
    Column,
    Date,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import create_async_engine

from datasets.model.fields import Count, Day, Number, columns_of
from datasets.model.published_row import PublishedRowSchema

ENGINE = create_async_engine(os.environ["PEER_DATABASE"], pool_size=16, max_overflow=0)
TYPES = {Day: (Date, date), Number: (Float, float), Count: (Integer, int)}
COLUMNS = {
    name: TYPES.get(type(field), (Text, str))
    for name, field in columns_of(PublishedRowSchema).items()
}
METADATA = MetaData()
F = Table("figures", METADATA, *(Column(name, type_) for name, (type_, _) in COLUMNS.items()))
ORDERS = {"-claimed_on": F.c.claimed_on.desc(), "-value": F.c.value.desc().nulls_last()}
# Only for the curated figures: all revisions, and the places within each place.
MORE = {"rank": (Integer, int), "outclaimed_on": (Date, date)}
CURRENT, REVISIONS = (
    Table(name, MetaData(), *(Column(key, type_) for key, (type_, _) in (COLUMNS | MORE).items()))
    for name in ("figures", "revisions")
)
WITHIN = Table("within", METADATA, Column("ancestor", Text), Column("place", Text))

Figure: Any = create_model(
    "Figure",
    __config__=ConfigDict(from_attributes=True),
    **{name: (type_ | None, ...) for name, (_, type_) in COLUMNS.items()},
)
Code = Annotated[str | None, Query()]


class Page(BaseModel):
    data: list[Figure]


class Total(BaseModel):
    total: float


class Series(BaseModel):
    claimant: str
    metric: str
    subject: str
    place: str
    figures: int
    first_period: date
    last_period: date
    last_claimed: date


class Coverage(BaseModel):
    data: list[Series]


app = FastAPI()


def conditions(args: dict[str, Any]) -> list[Any]:
    """The conditions of a request, from the arguments that it has."""
    names = ("dataset", "metric", "claimant", "subject", "place")
    terms = [F.c[name] == args[name] for name in names if args.get(name) is not None]
    if args.get("start_date"):
        terms.append(F.c.period_end >= args["start_date"])
    if args.get("end_date"):
        terms.append(F.c.period_start <= args["end_date"])
    return terms


async def rows(statement: Any) -> Any:
    async with ENGINE.connect() as connection:
        return (await connection.execute(statement)).all()


@app.get("/figures", response_model=Page)
async def figures(
    dataset: Code = None,
    metric: Code = None,
    claimant: Code = None,
    subject: Code = None,
    place: Code = None,
    start_date: date | None = None,
    end_date: date | None = None,
    sort: Literal["-claimed_on", "-value"] = "-claimed_on",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Any:
    statement = select(F).where(*conditions(locals())).order_by(ORDERS[sort], F.c.id)
    page = await rows(statement.limit(limit).offset(offset))
    return Page(data=[Figure.model_validate(row) for row in page])


@app.get("/figures/{figure_id}", response_model=Figure)
async def figure(figure_id: str) -> Any:
    matches = await rows(select(F).where(F.c.id == figure_id))
    if not matches:
        raise HTTPException(404)
    return Figure.model_validate(matches[0])


@app.get("/count", response_model=Total)
async def count(
    metric: str, claimant: str, start_date: date, end_date: date, subject: Code = None
) -> Any:
    return Total(total=(await rows(select(func.count()).where(*conditions(locals()))))[0][0])


@app.get("/sum", response_model=Total)
async def total(
    metric: str, claimant: str, subject: str, place: str, start_date: date, end_date: date
) -> Any:
    return Total(total=(await rows(select(func.sum(F.c.value)).where(*conditions(locals()))))[0][0])


@app.get("/coverage", response_model=Coverage)
async def coverage(dataset: str, claimant: str, subject: Code = None, limit: int = 100) -> Any:
    key = (F.c.claimant, F.c.metric, F.c.subject, F.c.place)
    statement = select(
        *key,
        func.count().label("figures"),
        func.min(F.c.period_start).label("first_period"),
        func.max(F.c.period_end).label("last_period"),
        func.max(F.c.claimed_on).label("last_claimed"),
    ).where(*conditions(locals()))
    page = await rows(statement.group_by(*key).order_by(*key).limit(limit))
    return Coverage(data=[Series.model_validate(row._mapping) for row in page])


@app.get("/comparison", response_model=Page)
async def comparison(metric: str, subject: str, place: str, on: date) -> Any:
    latest = (
        select(F)
        .distinct(F.c.claimant)
        .where(*conditions(locals()), F.c.period_end <= on)
        .order_by(F.c.claimant, F.c.period_end.desc())
    )
    return Page(data=[Figure.model_validate(row) for row in await rows(latest)])


@app.get("/filtered", response_model=Page)
async def filtered(
    dataset: Code = None,
    metric: Code = None,
    claimant: Code = None,
    subject: Code = None,
    place: Code = None,
    country: Code = None,
    publisher: Code = None,
    nature: Code = None,
    within: Code = None,
    start_date: date | None = None,
    end_date: date | None = None,
    claimed_from: date | None = None,
    claimed_to: date | None = None,
    as_of: date | None = None,
    known_at: date | None = None,
    sort: Literal["-claimed_on", "-value", "-period_end"] = "-claimed_on",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Any:
    args = {name: value for name, value in locals().items() if value is not None}
    table = REVISIONS if {"as_of", "known_at"} & args.keys() else CURRENT
    column = table.c[sort.removeprefix("-")]
    terms = [condition(table.c, args[name]) for name, condition in FILTERS.items() if name in args]
    statement = select(table).where(*terms).order_by(order_of(column), table.c.rank)
    return Page(data=[Figure.model_validate(row) for row in await rows(statement.limit(limit))])


def order_of(column: Any) -> Any:
    """Descending. NULLS LAST would keep PostgreSQL from using an index of another column."""
    return column.desc().nulls_last() if column.name == "value" else column.desc()


def recorded_by(columns: Any, day: date) -> Any:
    return and_(
        columns.recorded_on <= day,
        or_(columns.superseded_on.is_(None), columns.superseded_on > day),
        columns.change != "retracted",
    )


def claimed_by(columns: Any, day: date) -> Any:
    return and_(
        columns.claimed_on <= day,
        or_(columns.outclaimed_on.is_(None), columns.outclaimed_on > day),
        columns.change != "retracted",
    )


CODES = ("dataset", "metric", "claimant", "subject", "place", "country", "publisher", "nature")
FILTERS: dict[str, Any] = {
    **{name: lambda columns, code, name=name: columns[name] == code for name in CODES},
    "within": lambda columns, code: columns.place.in_(
        select(WITHIN.c.place).where(WITHIN.c.ancestor == code)
    ),
    "start_date": lambda columns, day: columns.period_end >= day,
    "end_date": lambda columns, day: or_(
        columns.period_start.is_(None), columns.period_start <= day
    ),
    "claimed_from": lambda columns, day: columns.claimed_on >= day,
    "claimed_to": lambda columns, day: columns.claimed_on <= day,
    "as_of": recorded_by,
    "known_at": claimed_by,
}
