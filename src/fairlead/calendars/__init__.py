"""When people have time: addresses of their own calendars, what is busy there, and the hours they work."""
