"""Words of antigen kits: handed over, reported, abnormal."""

MESSAGES: dict[str, tuple[str, str]] = {
    "TargetState.handed": ("已发未报", "not reported"),
    "rounds.hand_kits": ("发抗原", "Hand kits over"),
    "rounds.hand_kits.did": ("发抗原 {household} {n}份", "handed {n:kit|kits} to {household}"),
    "rounds.hand_out_kits": ("整栋发抗原", "Kits for a building"),
    "rounds.hand_out_kits.did": (
        "发抗原 {spot} {doors}户{n}份",
        "handed {n:kit|kits} to {doors:door|doors} of {spot}",
    ),
    "rounds.report_kit": ("报抗原结果", "Report the result"),
    "rounds.report_kit.lead": (
        "抗原异常不作结论：不出门，单人单管核酸复核。",
        "An abnormal antigen decides nothing: stay in, and be tested alone.",
    ),
    "rounds.report_kit.did": ("{household} 抗原{outcome}", "{household}: antigen {outcome}"),
    "rounds.report_kits": ("整栋报阴性", "A building all negative"),
    "rounds.report_kits.did": (
        "{spot} {n}户抗原阴性",
        "{spot}: {n:door|doors} negative by antigen",
    ),
    "field.kits": ("份数", "Kits"),
    "field.each": ("每人几份", "Kits each"),
    "field.from_stock": ("从库存扣", "From the stock"),
    "hint.pieces": ("不填按在住人数；已有就填 0", "empty: one each; 0: has them already"),
    "hint.each": ("按在住人数", "for everybody present"),
    "hint.from_stock": ("社区直接发的就不扣", "no, if the community handed them out"),
    "hint.kit_sure": ("两次相隔不到20小时也照记", "yes, though the tests lie too close"),
    "refuse.rounds.kit_too_soon": (
        "有{n}户上次 {at} 刚报过，两次要隔20小时以上；照记请选“是”",
        "{n:door|doors} reported at {at}; daily tests lie 20 hours apart. Say yes to record it",
    ),
    "alarm.rounds.abnormal": (
        "第{no}轮抗原有{n}户异常，{left}户待单管复核",
        "Kits {no}: {n:door|doors} abnormal, {left} to be tested alone",
    ),
    "Written.kits": ("抗原发放表", "antigen hand-out"),
    "export.kits": ("抗原发放表", "Antigen hand-out"),
    "export.col.kits_given": ("发放数", "Kits"),
    "export.col.signed": ("签收", "Signed"),
    "export.col.reported": ("上传", "Reported"),
    "export.col.abnormal": ("异常", "Abnormal"),
    "export.col.people": ("人数", "People"),
}
