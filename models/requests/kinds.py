"""What keys, find and the quick line need to know of a request."""

from models.requests.guards import guard, natural, opened
from models.requests.reads import find_requests
from models.requests.sheet import sheet
from models.requests.tables import REQUEST, Request, RequestKind
from models.store.register import Kind, Quick, kind, quick

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
        edit="requests.edit",
        reveal="requests.reveal",
        opened=opened,
    )
)


def _says(asked: RequestKind, *words: str) -> Quick:
    return Quick("requests.add", words, {"kind": asked}, rest="detail")


quick(
    _says(RequestKind.medicine, "买药", "药", "配药", "medicine", "meds"),
    _says(RequestKind.carry, "搬", "搬运", "搬东西", "carry"),
    _says(RequestKind.groceries, "买菜", "代买", "groceries", "shopping"),
    _says(RequestKind.hospital_trip, "就医", "看病", "送医", "hospital"),
    _says(RequestKind.drain, "下水", "疏通", "堵了", "drain"),
    _says(RequestKind.family_conflict, "矛盾", "纠纷", "conflict"),
    _says(RequestKind.pay_bill, "代缴", "缴费", "bill", "pay bill"),
    _says(RequestKind.lock_out, "开锁", "进不去门", "lockout", "lock-out"),
    _says(RequestKind.pet, "宠物", "pet"),
    _says(RequestKind.psychological, "心理", "psych", "counselling"),
    Quick("requests.add", ("诉求", "求助", "request"), rest="detail"),
)
