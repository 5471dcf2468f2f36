"""The figures, and all that is known about them without HTTP."""
