"""What a server says no with, and the key of the sentence that a person is told instead."""

import psycopg

_REASONS = {
    "55P03": "refuse.store.busy",
    "40001": "refuse.store.busy",
    "40P01": "refuse.store.busy",
    "53100": "refuse.store.full",
    "25006": "refuse.store.readonly",
    "42501": "refuse.store.forbidden",
    "28": "refuse.store.login",
    "3D000": "refuse.store.no_database",
    "08": "refuse.store.unreachable",
    "57P": "refuse.store.unreachable",
    "53300": "refuse.store.too_many",
    "25P03": "refuse.store.unreachable",
    "58": "refuse.store.disk",
    "XX001": "refuse.store.damaged",
}
"""By how the server's code begins."""

_SIGNS = {
    "refuse.store.login": (
        ("password authentication failed",),
        ("no password supplied",),
        ("no pg_hba.conf entry",),
        ('role "', "does not exist"),
        ("认证失败",),
    ),
    "refuse.store.no_database": (("database", "does not exist"), ("数据库", "不存在")),
    "refuse.store.too_many": (
        ("too many clients",),
        ("too many connections",),
        ("remaining connection slots",),
        ("太多的客户",),
    ),
    "refuse.store.forbidden": (("permission denied for database",),),
}
"""What a server says in its own language, English or Chinese."""


def reason_of(error: BaseException | None) -> str | None:
    """The key of the sentence; None where it is no matter of the server, but a mistake of ours."""
    code = str(getattr(error, "sqlstate", "") or "")
    for prefix, key in _REASONS.items():
        if code.startswith(prefix):
            return key
    if code or not isinstance(error, psycopg.OperationalError):
        return None
    # A connection that never came about: the driver gives no code for it.
    said = str(error)
    for key, signs in _SIGNS.items():
        if any(all(part in said for part in sign) for sign in signs):
            return key
    return "refuse.store.unreachable"
