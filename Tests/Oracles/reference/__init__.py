"""The parts of the schedule reference that phrases.py runs."""
