"""Mutation testing: mutants of the program, and which tests notice them."""
