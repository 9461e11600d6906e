"""What a code on a sheet stands for is forgotten with the day the code is good for."""

from sqlmodel import col

from models.papers.tables import PrintedSheet
from models.store.personal import Personal

PERSONAL = (
    Personal(
        PrintedSheet,
        ledger="paper_code",
        until=col(PrintedSheet.valid_until),
        becomes={"records": []},
        keeps=("code", "printed_by"),
    ),
)
