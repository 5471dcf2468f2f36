"""What may be concluded from figures: pure functions."""
