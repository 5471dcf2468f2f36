"""Search: what the words of a text mean among the names of metrics, actors and places."""
