"""What the programme does and what it costs: effort, indicators, the yearly assessment."""
