"""Terms of use: the licence of the compilation, and the notice in every answer."""

LICENSE = "CC-BY-4.0"
NOTICE = (
    "Each figure is a claim. It is recorded as reported and not verified by this service. Quote it "
    "with its claimant and its hedge."
)
