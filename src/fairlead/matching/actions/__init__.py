"""What the coordinator and the pairs do: rule, run, offer, answer."""
