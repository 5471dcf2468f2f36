"""Feeds: the files that publishers write anew, how each was last updated, and the update."""
