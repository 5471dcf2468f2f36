"""What others would write to serve the same rows; run by their own environment."""
