"""Whether outcomes differ between groups: counts put together so that nobody follows, and tests; pure."""
