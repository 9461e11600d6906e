"""The campaign: phases left with a report, directives with a deadline, lists that are computed."""
