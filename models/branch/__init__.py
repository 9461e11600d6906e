"""The branch itself: its name, its days, its phases, and the rules it has set itself.

The promise of this area: no number a rule needs is a constant of the code. Lengths, promises and
limits are dated sets that may be edited before they are used, and the one in force on a day can
always be named.
"""

from typing import TYPE_CHECKING

from models.branch.reads import (
    BranchLine,
    PhaseLine,
    RuleSetLine,
    active_rules,
    branch,
    day_number,
    phase,
    phases,
    rule_set,
    rule_set_name,
    rule_sets,
    setting,
    settings,
)
from models.branch.tables import Branch, Phase, PhaseKind, RuleSet
from models.store.areas import Later

if TYPE_CHECKING:
    from models.branch.changes import (
        add_phase,
        add_rule_set,
        begin_demonstration,
        found_branch,
        install_rule_sets,
        remove_phase,
        set_setting,
    )
    from models.branch.drafts import (
        BranchDraft,
        DemonstrationDraft,
        FoundDraft,
        PhaseDraft,
        RuleSetDraft,
        RuleSetsDraft,
        SettingDraft,
    )
    from models.branch.kinds import (
        BRANCH,
        PHASE,
        RULE_SET,
    )
    from models.branch.side_tables import Setting

__all__ = [
    "BRANCH",
    "Branch",
    "BranchDraft",
    "BranchLine",
    "DemonstrationDraft",
    "FoundDraft",
    "PHASE",
    "Phase",
    "PhaseDraft",
    "PhaseKind",
    "PhaseLine",
    "RULE_SET",
    "RuleSet",
    "RuleSetDraft",
    "RuleSetLine",
    "RuleSetsDraft",
    "Setting",
    "SettingDraft",
    "active_rules",
    "add_phase",
    "add_rule_set",
    "begin_demonstration",
    "branch",
    "day_number",
    "found_branch",
    "install_rule_sets",
    "phase",
    "phases",
    "remove_phase",
    "rule_set",
    "rule_set_name",
    "rule_sets",
    "set_setting",
    "setting",
    "settings",
]

__getattr__ = Later(__name__, "changes", "drafts", "kinds", alone=("side_tables",))
