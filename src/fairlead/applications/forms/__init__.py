"""What applicants, supervisors and coordinators type."""
