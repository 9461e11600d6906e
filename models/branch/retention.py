"""What the branch keeps of itself says nothing of a resident."""

from models.branch.side_tables import Setting
from models.branch.tables import Branch, Phase, RuleSet
from models.store.base import BranchClock
from models.store.personal import Personal

PERSONAL = (
    Personal(Branch, keeps=("name", "compound")),
    Personal(BranchClock, keeps=("zone",)),
    Personal(Phase),
    Personal(RuleSet, keeps=("kind", "name", "data")),
    Personal(Setting, keeps=("key", "value")),
)
