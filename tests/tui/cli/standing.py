"""What the tests of the command line share: people, a roster, and what was said."""

import json
from collections.abc import Callable
from dataclasses import dataclass

VOLUNTEER = "孙晓丽"
SECRETARY = "陈书宁"
ROSTER = """姓名,联系电话,门牌地址,是否在住
王秀芝,13900001111,3-2-401,是
李国强,,5-1-302,否
,,9-9-999,是
"""


@dataclass(frozen=True)
class Said:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Run = Callable[..., Said]
