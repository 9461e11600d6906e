"""The rule sets a new branch starts with: dated data, editable before use, read by models/rules.

Marks in the comments: "8.1" and the like are the sections of the notes on how compounds were run in
spring 2022; "own" is this project's proposal, taken from no published rule.
"""

from seed_data.prevention_plans import PLANS


def _pass(purposes: list[str], every_hours: int, minutes: int) -> dict[str, object]:
    """The pass of a household in one phase (2.4): every two days, two hours, one person."""
    return {
        "purposes": purposes,
        # Own: what is no walk of one's own is neither counted nor timed.
        "uncounted": ["hospital", "work", "duty"],
        "every_hours": every_hours,
        "minutes": minutes,
        "people": 1,
    }


RULE_SETS: list[dict[str, object]] = [
    {
        "kind": "promise",
        "name": "封闭期办理时限",
        "from": "2022-03-20",
        "data": {
            # 8.4 (own): red 2 h, urgent 8 h, normal 24 h, low 72 h.
            "hours": {"red": 2, "urgent": 8, "normal": 24, "low": 72},
            # Own: what a kind starts with; whoever records the request may set another.
            "kinds": {
                "medicine": "urgent",
                "carry": "normal",
                "groceries": "normal",
                "hospital_trip": "red",
                "drain": "normal",
                "family_conflict": "urgent",
                "pay_bill": "normal",
                "lock_out": "red",
                "pet": "low",
                "psychological": "urgent",
                "other": "normal",
            },
            "default": "normal",
            # 8.4: the clock pauses only for "waiting for supplier", with a reason.
            "pausing": ["supplier"],
        },
    },
    {
        "kind": "rest",
        "name": "值班休息",
        "from": "2022-03-20",
        "data": {
            # 2.3 (own, after the ten hours off and the weekly day off quoted there).
            "min_rest_hours": 10,
            "max_nights": 3,
            "max_hours": 40,
            "window_days": 7,
            "max_days": 6,
            # Own: an evening turn to 22:30 is no night, a turn from 02:00 to 04:00 is one.
            "night_from": "22:00",
            "night_until": "06:00",
            "night_minutes": 60,
            # Own: 2.3 names late and no-show without minutes.
            "grace_minutes": 15,
        },
    },
    {
        "kind": "care",
        "name": "特殊群体走访",
        "from": "2022-03-20",
        "data": {
            # 8.1: red daily, yellow every two days, green twice a week.
            "hours": {"red": 24, "yellow": 48, "green": 84},
            # 8.1, in its order; everything a line names must hold.
            "conditions": [
                {"tier": "red", "reason": "dialysis", "categories": ["dialysis"]},
                {"tier": "red", "reason": "chemo", "categories": ["chemo"]},
                {
                    "tier": "red",
                    "reason": "insulin_low",
                    "medicine": ["insulin"],
                    "days_below": 7,
                },
                {
                    "tier": "red",
                    "reason": "alone_80",
                    "categories": ["lives_alone"],
                    "age_from": 80,
                },
                {"tier": "red", "reason": "bedridden", "categories": ["bedridden"]},
                # Own: as near to a bedridden person as the word 不能自理 comes.
                {
                    "tier": "red",
                    "reason": "alone_dependent",
                    "categories": ["lives_alone", "dependent"],
                },
                {
                    "tier": "red",
                    "reason": "late_pregnancy",
                    "categories": ["pregnancy"],
                    "weeks_from": 36,
                },
                {
                    "tier": "red",
                    "reason": "after_birth",
                    "categories": ["postpartum"],
                    "weeks_after_birth": 6,
                },
                {
                    "tier": "red",
                    "reason": "psychiatric_low",
                    "medicine": ["psychiatric"],
                    "days_below": 7,
                },
                {"tier": "red", "reason": "no_answer", "last_outcome": ["no_answer"]},
                {
                    "tier": "yellow",
                    "reason": "alone_70",
                    "categories": ["lives_alone"],
                    "age_from": 70,
                    "age_below": 80,
                },
                {"tier": "yellow", "reason": "disabled", "categories": ["disabled"]},
                {"tier": "yellow", "reason": "dependent", "categories": ["dependent"]},
                {
                    "tier": "yellow",
                    "reason": "medicine_low",
                    "medicine": ["chronic", "insulin", "psychiatric"],
                    "days_below": 14,
                },
                {"tier": "yellow", "reason": "infant", "categories": ["infant"], "age_below": 1},
                {
                    "tier": "yellow",
                    "reason": "alone_unreachable",
                    "categories": ["lives_alone", "no_smartphone"],
                },
            ],
            # 8.1: a contact in person or by voice; a refusal and a bag at the door are none.
            "seen_outcomes": ["well", "needs_action"],
            # 8.1: no answer twice in 2 h: knock; none at the door: these three. The hour to the
            # knock is our own.
            "ladder": {
                "rungs": [
                    {"step": "call", "within_minutes": 0},
                    {"step": "call_again", "within_minutes": 120},
                    {"step": "knock", "within_minutes": 60},
                ],
                "escalate_minutes": 0,
                "escalate_to": ["grid_leader", "police", "key_holder"],
            },
            # 8.2: red from 3 days, amber from 7. The refill lead of 3 days is our own: 8.2 quotes
            # one to two days to fetch a medicine, and a day is kept in hand.
            "medicine": {"red_days": 3, "amber_days": 7, "refill_lead_days": 3},
            # Own: people never visited come due over a day, not all at once.
            "spread_hours": 24,
            # 8.1 and 8.3: the names that tell the kind; every other medicine is chronic.
            "medicine_words": {
                "insulin": ["胰岛素", "insulin"],
                "psychiatric": [
                    "丙戊酸",
                    "奥氮平",
                    "氯硝西泮",
                    "valproate",
                    "olanzapine",
                    "clonazepam",
                ],
                "short_term": [
                    "布洛芬",
                    "对乙酰氨基酚",
                    "蒙脱石",
                    "头孢",
                    "阿莫西林",
                    "ibuprofen",
                    "paracetamol",
                    "amoxicillin",
                ],
            },
        },
    },
    {
        "kind": "patrol",
        "name": "巡逻间隔",
        "from": "2022-03-20",
        "data": {
            # Own: 1.9 reckons with four patrols of an hour; routes may have their own interval.
            "interval_minutes": 180,
            "routes": {},
            # Own: the same household twice in a week.
            "repeat_from": 2,
            "repeat_days": 7,
        },
    },
    {
        "kind": "stock",
        "name": "物资预测",
        "from": "2022-03-20",
        "data": {
            # Peers' windows of a year are no use in a month: three to seven days (own).
            "window_min_days": 3,
            "window_max_days": 7,
            # 8.2: one to two days from asking to having.
            "lead_days": 2,
            "expiring_days": 7,
            "horizon_days": 30,
        },
    },
    *PLANS,
    {
        "kind": "health_watch",
        "name": "体温和结果",
        "from": "2022-03-20",
        "data": {
            # 37.3 is the mark of the prevention plans; 2.6: twice a day. The hours are our own.
            "fever_tenths": 373,
            "morning_until": "12:00",
            "evening_from": "15:00",
            "evening_until": "20:00",
            # Own.
            "result_hours": 24,
        },
    },
    {
        "kind": "readiness",
        "name": "解封和无疫小区条件",
        "from": "2022-03-20",
        "data": {
            "checklists": {
                # 2.5: lifting needs all three.
                "unsealing": {
                    "case_free_days": 14,
                    "exposure_days": 14,
                    "full_round_within_days": 2,
                },
                # 2.5: Changchun, 4 April. Of the eight things "in place" three could be read;
                # the others are added when the sub-district names them.
                "epidemic_free": {
                    "case_free_days": 7,
                    "contact_free_days": 7,
                    "ticks": ["door_checks", "zoned_control", "test_organisation"],
                },
            },
        },
    },
    {
        "kind": "testing",
        "name": "核酸检测",
        "from": "2022-03-20",
        "data": {
            # 2.7: ten and twenty to a tube were in use; five is allowed, too.
            "tube_sizes": [10, 20],
            # Own sum of 2.7: eight teams, 5,600 people, six to eight hours.
            "seconds_each": 36,
            # Own.
            "slot_minutes": 5,
            # 1.4: the gap between the lessons that one committee used.
            "pupils_from": "11:40",
            "pupils_until": "14:00",
            # Own: after the last lesson, for a round that begins in the afternoon.
            "pupils_after": "16:30",
            "climbs_from": 2,
            # 2.6: the contact window that one city used, four days before.
            "contact_days": 4,
        },
    },
    {
        "kind": "disinfection",
        "name": "消毒间隔",
        "from": "2022-03-20",
        "data": {
            # 2.8: stairwells once or twice a day, from a weak source; the others are our own.
            # Goods are treated by the batch and gear by the shift: neither has an interval.
            "intervals": {
                "road": {"every_days": 1, "times": 1},
                "corner": {"every_days": 2, "times": 1},
                "stairwell": {"every_days": 1, "times": 1},
            },
            "climbs_from": 2,
            # Twice the routine strength after an abnormal tube: the usual 1,000 mg/L.
            "terminal": 1000,
        },
    },
    {
        "kind": "group_buys",
        "name": "团购收发",
        "from": "2022-03-20",
        "data": {
            # 2.9: goods rest 30 minutes after they were disinfected.
            "rest_minutes": 30,
            # Own: everything is at its door six hours after it came.
            "hand_out_hours": 6,
            # Own: an hour before the cut-off there is still time to ask around.
            "minimum_minutes": 60,
            "report_days": 2,
            # Own: more of one thing than this is a slip of the finger likelier than a need.
            "ask_again_from": 20,
        },
    },
    {
        "kind": "gate",
        "name": "出入门规定",
        "from": "2022-03-20",
        "data": {
            "phases": {
                # 2.1, 2.5: nobody leaves but for what cannot wait; what is bought comes here.
                "sealed": _pass(["medicine", "hospital", "work", "duty"], 48, 120),
                # 2.1 (16 April): listed compounds stay closed, 解封不解防.
                "epidemic_free": _pass(["medicine", "hospital", "work", "duty"], 48, 120),
                # 2.1 (28 April): one person of a household a day.
                "guarded": _pass(
                    ["shopping", "medicine", "hospital", "work", "duty", "other"], 24, 240
                ),
                "closed": _pass(
                    ["shopping", "medicine", "hospital", "work", "duty", "other"], 0, 720
                ),
            },
            # 2.4: over time loses the next turn; the grace is our own.
            "grace_minutes": 10,
            "lost_turns": 1,
            # Own.
            "goods_hours": 4,
        },
    },
    {
        "kind": "community",
        "name": "邻里和群情",
        "from": "2022-03-20",
        "data": {
            # Own, all of them: a panic buys out a shop within an evening (5.11).
            "rumour_hours": 4,
            "medicine_hours": 6,
            "mood_hours": 24,
            "hearing_hours": 24,
            "follow_up_days": 3,
        },
    },
    {
        "kind": "retention",
        "name": "信息保存期限",
        "from": "2022-03-20",
        "data": {
            # 6.3 (own defaults), after the record ends; chain text 7 days, then only its lines.
            # What 6.3 does not name stays as long as what it is most like: who was met on a patrol
            # as the gate log, everything else as a request.
            "days": {
                "gate": 21,
                "isolation": 30,
                "requests": 30,
                "chain_text": 7,
                "paper_code": 7,
                "care": 30,
                "community": 30,
                "group_buys": 30,
                "patrols": 21,
                "rounds": 30,
                "shifts": 30,
                "stock": 30,
                "journal": 30,
            },
        },
    },
]
