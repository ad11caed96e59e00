"""What is done: issue, renew, withdraw; settle the wording; write a note."""
