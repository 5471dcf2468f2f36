"""HTTP responses: JSON envelopes, ETags, URLs and downloads."""
