"""How figures get out."""
