"""Transparency: Merkle trees, the release log and proofs."""
