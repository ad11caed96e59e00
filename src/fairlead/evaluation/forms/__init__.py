"""What the team types about effort, cost and figures."""
