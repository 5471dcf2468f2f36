"""Other implementations that serve the same rows, run by their own environment."""
