"""British English writes times as 22:40, not as 10:40 p.m."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
