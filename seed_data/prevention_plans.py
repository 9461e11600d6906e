"""The prevention plans of 2.6: four dated sets, the one in force on the day of the exposure.

The marks in the comments are those of `seed_data.rule_sets`.
"""


def _monitored(days: int) -> dict[str, object]:
    """Health monitoring at home after hospital: watched, not tested."""
    return {"monitoring": {"place": "home", "days": days}}


_EIGHTH_PLAN: dict[str, object] = {
    "close": {
        # The last test before the release is taken double.
        "quarantine": {"place": "central", "days": 14, "tests": [1, 4, 7, 14], "negatives": 2},
        "monitoring": {"place": "home", "days": 7, "tests": [2, 7], "negatives": 1},
    },
    "secondary": {
        "quarantine": {"place": "central", "days": 7, "tests": [1, 4, 7], "negatives": 1}
    },
}

PLANS: list[dict[str, object]] = [
    {
        "kind": "isolation",
        "name": "第八版防控方案",
        # Own: the plan is older than any exposure the desk can meet; its own first day is not
        # among the notes.
        "from": "2022-01-01",
        "data": {**_EIGHTH_PLAN, "discharged": _monitored(14)},
    },
    {
        "kind": "isolation",
        "name": "第八版防控方案（3月15日起）",
        "from": "2022-03-15",
        "data": {**_EIGHTH_PLAN, "discharged": _monitored(7)},
    },
    {
        "kind": "isolation",
        "name": "第九版防控方案",
        "from": "2022-06-28",
        "data": {
            "close": {
                "quarantine": {
                    "place": "central",
                    "days": 7,
                    "tests": [1, 2, 3, 5, 7],
                    "negatives": 1,
                },
                "monitoring": {"place": "home", "days": 3, "tests": [3], "negatives": 1},
            },
            "secondary": {
                "quarantine": {"place": "home", "days": 7, "tests": [1, 4, 7], "negatives": 1}
            },
            "discharged": _monitored(7),
        },
    },
    {
        "kind": "isolation",
        "name": "二十条优化措施",
        "from": "2022-11-11",
        "data": {
            # Secondary contacts are no longer traced, and of the discharged it says nothing.
            "close": {
                "quarantine": {
                    "place": "central",
                    "days": 5,
                    "tests": [1, 2, 3, 4, 5],
                    "negatives": 1,
                },
                # Own: two tests in the three days, but which days is not among the notes.
                "monitoring": {"place": "home", "days": 3, "tests": [1, 3], "negatives": 1},
            },
        },
    },
]
