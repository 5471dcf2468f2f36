"""On what terms figures are given: the licence of the compilation, and how to read them."""

LICENSE = "CC-BY-4.0"
NOTICE = (
    "Each figure is a claim, recorded as it was reported and not verified by this service: read "
    "who says it and how strongly."
)
