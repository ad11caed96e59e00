"""Recognition: certificates, badges, a mentor's record, and what a person says in their appraisal."""
