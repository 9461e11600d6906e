"""Who sees what: everything the desk lets out, tried with every role and held against the table."""
