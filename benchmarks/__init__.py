"""The numbers the desk holds, each beside its floor, measured in one run.

A machine drifts by half within an hour, so a figure alone says little: a floor program and ours are
run in turn and their ratio is what is held. A new number is a function that takes the `Bench` and
returns `Measured`, and a line in `table.ROWS`.
"""
