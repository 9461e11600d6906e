"""The one way the desk says no: a reason with a name, never a silence, never a traceback."""


class Refusal(Exception):
    """A deed that may not be done, with the reason as a message key.

    Args:
        key: key of the message table, such as `refuse.shifts.overlap`.
        params: what the sentence needs; `StrEnum` members and `Key` values are translated when
            the sentence is said.
    """

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.key}({told})"
