"""What the campaign keeps is the branch's own word on its work; it names no resident."""

from models.campaign.tables import CheckTick, Directive, Milestone, StageReport
from models.store.personal import Personal

PERSONAL = (
    Personal(Directive, keeps=("issuer", "text", "note")),
    Personal(Milestone, keeps=("text", "note")),
    Personal(CheckTick, keeps=("item", "note")),
    Personal(StageReport, keeps=("reason", "note", "numbers")),
)
