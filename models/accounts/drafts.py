"""What is typed of accounts. A passphrase or number is masked in every form and in every print."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from models.rules import proof
from models.store.drafts import Draft, Secret, Text


def _passphrase(text: str) -> str:
    said = proof.typed(text)
    reason = proof.wrong_passphrase(said)
    if reason is not None:
        raise ValueError(reason)
    return said


def _pin(text: str) -> str:
    said = proof.typed(text)
    reason = proof.wrong_pin(said) if said else None
    if reason is not None:
        raise ValueError(reason)
    return said


def _secret(title: str, default: Any = ..., hint: str | None = None) -> Any:
    return Field(default, max_length=proof.MOST, repr=False, title=title, description=hint)


NewPassphrase = Annotated[Secret, AfterValidator(_passphrase)]
Pin = Annotated[Secret, AfterValidator(_pin)]


class _Chosen(Draft):
    """A passphrase typed twice, because nobody sees what is typed."""

    passphrase: NewPassphrase = _secret("field.new_passphrase", hint="hint.passphrase")
    again: Secret = _secret("field.passphrase_again")

    @field_validator("again")
    @classmethod
    def _same(cls, again: str, info: ValidationInfo) -> str:
        chosen = info.data.get("passphrase")
        if chosen is not None and proof.typed(again) != chosen:
            raise ValueError("passphrase_differs")
        return again


class Begin(_Chosen):
    """The first account of the branch: the secretary's own."""

    pin: Pin = _secret("field.pin", "", "hint.pin")


class ChangePassphrase(_Chosen):
    """A passphrase of one's own, by whoever knows the old one."""

    old: Secret = _secret("field.old_passphrase")


class SetPin(Draft):
    """The short number for `@` and for unlocking; empty takes it away."""

    passphrase: Secret = _secret("field.passphrase")
    pin: Pin = _secret("field.pin", "", "hint.pin")


class AddBoard(Draft):
    """An account for a wall board, which shows counts and nobody."""

    label: Text = Field(min_length=1, max_length=40, title="field.board_name")
