"""The ledgers of reported figures and their library, independent of HTTP."""
