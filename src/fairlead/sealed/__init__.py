"""Words that only their readers can open: kept encrypted, with a key of their own for each text."""
