"""Letters and the outbox: knows addresses, not senders."""
