"""Mutation testing: change the code in small ways and see whether the tests detect it."""
