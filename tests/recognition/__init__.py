"""Recognition: certificates, badges, records and notes."""
