"""What evaluation writes: its own ledger, rates, targets and figures, and nothing of other contexts."""
