"""The command line: the same drafts and masks as the desk, one sentence for what goes wrong.

Most calls are made in this process through `main`; what only a process of its own shows (a broken
pipe, what is left on standard error) is run as one.
"""
