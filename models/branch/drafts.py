"""What may be said of the branch, its days and its rules."""

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, JsonValue, field_validator

from models.branch.tables import PhaseKind
from models.rules.text import clean
from models.store.clock import ZONE
from models.store.drafts import Draft, Hidden, Past, Text


def _clean(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The data with every text in it stripped of what steers a terminal."""
    return {clean(name): _clean_value(value) for name, value in data.items()}


def _clean_value(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return _clean(value)
    return [_clean_value(one) for one in value] if isinstance(value, list) else value


class FoundDraft(Draft):
    """What set-up asks of a new branch."""

    name: Text = Field(min_length=1, max_length=40, title="field.branch_name")
    compound: Text = Field(min_length=1, max_length=40, title="field.compound")
    first_day: Annotated[dt.date, Past()] = Field(
        title="field.first_day", description="hint.first_day"
    )
    zone: Text = Field(default=ZONE, title="field.zone", description="hint.zone")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("zone") from None
        return zone


class BranchDraft(Draft):
    """What of the branch may be edited later."""

    name: Text = Field(min_length=1, max_length=40, title="field.branch_name")
    compound: Text = Field(min_length=1, max_length=40, title="field.compound")
    first_day: Annotated[dt.date, Past()] = Field(
        title="field.first_day", description="hint.first_day"
    )


class PhaseDraft(Draft):
    """A phase and the day it begins."""

    kind: PhaseKind = Field(title="field.phase")
    begins_on: dt.date = Field(title="field.begins_on")


class RuleSetDraft(Draft):
    """A set of rules and the day it begins."""

    kind: Text = Field(min_length=1, max_length=32, title="field.rule_kind")
    name: Text = Field(
        min_length=1, max_length=80, title="field.rule_name", description="hint.rule_name"
    )
    begins_on: dt.date = Field(title="field.begins_on")
    # Written in a window of its own, number by number; a line of a form would be no place for it.
    data: Annotated[dict[str, JsonValue], AfterValidator(_clean), Hidden()]


class DemonstrationDraft(Draft):
    """The moment a demonstration shows when it begins."""

    start: Annotated[dt.datetime, Hidden()]


class RuleSetsDraft(Draft):
    """The sets a new branch starts with, handed over as data."""

    rows: Annotated[tuple[RuleSetDraft, ...], Hidden()]


class SettingDraft(Draft):
    """One setting."""

    key: Annotated[Text, Hidden()] = Field(min_length=1, max_length=64)
    value: Annotated[JsonValue, Hidden()]
