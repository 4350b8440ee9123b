"""A year in seconds: seeded lives of cases, every trouble that we know of, the real program, and a judge (`world.py`)."""
