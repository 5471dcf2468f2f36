"""Tests of the feeds and their update."""
