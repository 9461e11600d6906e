"""What keys, find and the quick line need to know of a request."""

from models.requests.finding import aim_requests, find_mine, find_requests
from models.requests.guards import guard, natural, opened
from models.requests.reads import at_door
from models.requests.sheet import sheet
from models.requests.tables import REQUEST, Request, RequestKind
from models.store.engine import Reading
from models.store.register import Kind, Link, Quick, kind, links, quick


@links("homes.household")
def asked_for(session: Reading, household_id: int) -> tuple[Link, ...]:
    """What the door asks for and what it asked for last, open ones first."""
    return tuple(
        ("requests.request", line.id, f"#{line.number} {line.detail}".strip())
        for line in at_door(session, household_id, limit=6)
    )


REQUEST_KIND = kind(
    Kind(
        "requests.request",
        Request,
        sheet,
        verbs=(
            "requests.triage",
            "requests.claim",
            "requests.start",
            "requests.done",
            "requests.confirm",
            "requests.wait",
            "requests.wake",
            "requests.unreachable",
            "requests.follow_up",
            "requests.note",
            "requests.set_urgency",
            "requests.assign",
            "requests.release",
            "requests.advance_money",
            "requests.repay",
            "requests.write_off",
            "requests.ask_safety",
            "requests.approve_safety",
            "requests.close",
            "requests.reopen",
        ),
        machine=REQUEST,
        guard=guard,
        natural=natural,
        find=find_requests,
        find_mine=find_mine,
        edit="requests.edit",
        reveal="requests.reveal",
        opened=opened,
    )
)


def _says(asked: RequestKind, chinese: str, english: str, *others: str) -> tuple[Quick, ...]:
    """The words of a kind; with `再` or `another` before them it is another one at that door."""
    again = {"kind": asked, "again": True}
    return (
        Quick("requests.add", (chinese, english, *others), {"kind": asked}, rest="detail"),
        Quick("requests.add", (f"再{chinese}", f"another {english}"), again, rest="detail"),
    )


quick(
    *_says(RequestKind.medicine, "买药", "medicine", "药", "配药", "meds"),
    *_says(RequestKind.carry, "搬运", "carrying", "搬", "搬东西", "carry"),
    *_says(RequestKind.groceries, "买菜", "groceries", "代买", "shopping"),
    *_says(RequestKind.hospital_trip, "就医", "hospital", "看病", "送医"),
    *_says(RequestKind.drain, "下水", "drain", "疏通", "堵了"),
    *_says(RequestKind.family_conflict, "家庭矛盾", "conflict", "矛盾", "纠纷"),
    *_says(RequestKind.pay_bill, "代缴", "bill", "缴费", "pay bill"),
    *_says(RequestKind.lock_out, "开锁", "lock-out", "lockout", "进不去门"),
    *_says(RequestKind.pet, "宠物", "pet"),
    *_says(RequestKind.psychological, "心理", "support", "psych", "counselling"),
    *_says(RequestKind.other, "诉求", "request", "求助"),
    Quick("requests.claim", ("认领", "claim"), aim=aim_requests),
    Quick("requests.start", ("开始办", "start"), aim=aim_requests),
    Quick("requests.done", ("办妥", "done"), rest="outcome", aim=aim_requests),
    Quick("requests.confirm", ("回访", "ask back"), rest="text", aim=aim_requests),
    Quick("requests.note", ("记一笔", "note"), rest="text", aim=aim_requests),
)
