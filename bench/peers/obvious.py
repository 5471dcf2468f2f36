"""A peer in the obvious way: flask-smorest, a pandas frame with masks, marshmallow per row."""

import os
from pathlib import Path
from typing import Any

import pandas as pd
from flask import Flask
from flask_smorest import Api, Blueprint, abort
from marshmallow import Schema, fields, validate

from datasets.model.fields import Count, Number, columns_of
from datasets.model.published_row import PublishedRowSchema

FIELDS = {Number: fields.Float, Count: fields.Integer}
Figure = Schema.from_dict(
    {
        name: FIELDS.get(type(field), fields.String)(allow_none=True)
        for name, field in columns_of(PublishedRowSchema).items()
    },
    name="Figure",
)
TEXTS = {
    name: "str"
    for name, field in columns_of(PublishedRowSchema).items()
    if type(field) not in FIELDS
}
FILE = Path(os.environ["PEER_FILE"])


def frame_of(file: Path) -> pd.DataFrame:
    return pd.read_csv(
        file, dtype={**TEXTS, "outclaimed_on": "str"}, keep_default_na=False, na_values=[""]
    )


FRAME = frame_of(FILE)
# Only of the curated figures: all revisions, and the places within each place.
HAS_HISTORY = FILE.with_name("revisions.csv").exists()
REVISIONS = frame_of(FILE.with_name("revisions.csv")) if HAS_HISTORY else FRAME
WITHIN = (
    frame_of(FILE.with_name("within.csv")).groupby("ancestor")["place"].apply(set)
    if HAS_HISTORY
    else {}
)


class Arguments(Schema):
    dataset = fields.String()
    metric = fields.String()
    claimant = fields.String()
    subject = fields.String()
    place = fields.String()
    start_date = fields.Date()
    end_date = fields.Date()
    on = fields.Date()
    sort = fields.String(
        load_default="-claimed_on", validate=validate.OneOf(["-claimed_on", "-value"])
    )
    limit = fields.Integer(load_default=100)
    offset = fields.Integer(load_default=0)


class Page(Schema):
    data = fields.List(fields.Nested(Figure))


class Total(Schema):
    total = fields.Float()


class Coverage(Schema):
    data = fields.List(fields.Dict())


blueprint = Blueprint("figures", __name__)


def matching(args: dict[str, Any]) -> pd.DataFrame:
    """The rows that match all arguments."""
    mask = pd.Series(True, index=FRAME.index)
    for name in ("dataset", "metric", "claimant", "subject", "place"):
        if name in args:
            mask &= FRAME[name] == args[name]
    if "start_date" in args:
        mask &= FRAME["period_end"] >= args["start_date"].isoformat()
    if "end_date" in args:
        mask &= FRAME["period_start"] <= args["end_date"].isoformat()
    if "on" in args:
        mask &= FRAME["period_end"] <= args["on"].isoformat()
    return FRAME[mask]


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in rows.to_dict("records")
    ]


@blueprint.route("/figures")
@blueprint.arguments(Arguments, location="query")
@blueprint.response(200, Page)
def figures(args: dict[str, Any]) -> Any:
    column = args["sort"].removeprefix("-")
    rows = matching(args).sort_values([column, "id"], ascending=[False, True])
    begin = args["offset"]
    return {"data": records(rows.iloc[begin : begin + args["limit"]])}


@blueprint.route("/figures/<figure_id>")
@blueprint.response(200, Figure)
def figure(figure_id: str) -> Any:
    rows = records(FRAME[FRAME["id"] == figure_id])
    return rows[0] if rows else abort(404)


@blueprint.route("/count")
@blueprint.arguments(Arguments, location="query")
@blueprint.response(200, Total)
def count(args: dict[str, Any]) -> Any:
    return {"total": len(matching(args))}


@blueprint.route("/sum")
@blueprint.arguments(Arguments, location="query")
@blueprint.response(200, Total)
def total(args: dict[str, Any]) -> Any:
    return {"total": matching(args)["value"].sum()}


@blueprint.route("/coverage")
@blueprint.arguments(Arguments, location="query")
@blueprint.response(200, Coverage)
def coverage(args: dict[str, Any]) -> Any:
    grouped = matching(args).groupby(["claimant", "metric", "subject", "place"])
    rows = grouped.agg(
        figures=("id", "count"),
        first_period=("period_start", "min"),
        last_period=("period_end", "max"),
        last_claimed=("claimed_on", "max"),
    ).reset_index()
    return {"data": rows.head(args["limit"]).to_dict("records")}


@blueprint.route("/comparison")
@blueprint.arguments(Arguments, location="query")
@blueprint.response(200, Page)
def comparison(args: dict[str, Any]) -> Any:
    rows = matching(args).sort_values(["claimant", "period_end"], ascending=[True, False])
    return {"data": records(rows.drop_duplicates("claimant"))}


CODES = ("dataset", "metric", "claimant", "subject", "place", "country", "publisher", "nature")
DAYS = ("start_date", "end_date", "claimed_from", "claimed_to", "as_of", "known_at")
Filtered = Schema.from_dict(
    {
        **{name: fields.String() for name in (*CODES, "within")},
        **{name: fields.Date() for name in DAYS},
        "sort": fields.String(
            load_default="-claimed_on",
            validate=validate.OneOf(["-claimed_on", "-value", "-period_end"]),
        ),
        "limit": fields.Integer(load_default=100),
    },
    name="Filtered",
)


def visible(frame: pd.DataFrame, since: str, until: str, day: str) -> pd.Series:
    is_latest = frame[until].isna() | (frame[until] > day)
    return (frame[since] <= day) & is_latest & (frame["change"] != "retracted")


FILTERS: dict[str, Any] = {
    **{name: lambda frame, code, name=name: frame[name] == code for name in CODES},
    "within": lambda frame, code: frame["place"].isin(WITHIN[code]),
    "start_date": lambda frame, day: frame["period_end"] >= day,
    "end_date": lambda frame, day: frame["period_start"].isna() | (frame["period_start"] <= day),
    "claimed_from": lambda frame, day: frame["claimed_on"] >= day,
    "claimed_to": lambda frame, day: frame["claimed_on"] <= day,
    "as_of": lambda frame, day: visible(frame, "recorded_on", "superseded_on", day),
    "known_at": lambda frame, day: visible(frame, "claimed_on", "outclaimed_on", day),
}


@blueprint.route("/filtered")
@blueprint.arguments(Filtered, location="query")
@blueprint.response(200, Page)
def filtered(args: dict[str, Any]) -> Any:
    frame = REVISIONS if {"as_of", "known_at"} & args.keys() else FRAME
    mask = pd.Series(True, index=frame.index)
    for name, condition in FILTERS.items():
        if name in args:
            value = args[name].isoformat() if name in DAYS else args[name]
            mask &= condition(frame, value)
    column = args["sort"].removeprefix("-")
    rows = frame[mask].sort_values([column, "rank"], ascending=[False, True])
    return {"data": records(rows.head(args["limit"]))}


app = Flask(__name__)
app.config.update(API_TITLE="Figures", API_VERSION="v1", OPENAPI_VERSION="3.1.1")
Api(app).register_blueprint(blueprint)
