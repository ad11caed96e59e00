"""Pages on which coordinators build application forms."""
