"""Let data go by rule; shorten, hold."""
