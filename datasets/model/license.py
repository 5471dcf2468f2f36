"""Terms of use: the licence of the compilation, and the notice in every answer."""

LICENSE = "CC-BY-4.0"
NOTICE = (
    "Each figure is a claim, recorded as it was reported and not verified by this service: read "
    "who says it and how strongly."
)
