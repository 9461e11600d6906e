"""The journal as the journal room reads it: a page of acts, and what one act changed.

The promise of this module: whoever looks sees of an act what he or she may see of the records it
touched, and nothing more. A value is masked here, by field and role, before any screen has it; a
field of a person that no rule speaks of is shown to the secretary only.
"""

from models.history.changes import ActChanges, FieldChange, RowChange, changes_of
from models.history.pages import JournalPage, Scope, Since, last_handover, page

__all__ = [
    "ActChanges",
    "FieldChange",
    "JournalPage",
    "RowChange",
    "Scope",
    "Since",
    "changes_of",
    "last_handover",
    "page",
]
