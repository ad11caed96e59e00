"""What can be done with an application: write, send, bring in, approve, decide."""
