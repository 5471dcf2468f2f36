"""One module for each upstream format."""
