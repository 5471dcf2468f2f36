"""Benchmark: cost of requests, compared with goals and with peers."""
