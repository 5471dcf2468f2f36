"""How figures get in."""
