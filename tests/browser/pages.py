"""Addresses of the HTML pages, by name."""

PAGES = {
    "front": "/",
    "search": "/search?q=pokrovsk+residents",
    "series": "/series?metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk",
    "compare": "/compare?metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk",
    "claimant": "/claimants/ua-pokrovsk-city-administration-head",
    "place": "/places/ua-pokrovsk",
    "feeds": "/feeds",
    "long-series": "/series?metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua",
    "figure": "/figures/population-0012",
    "problem": "/problems/overlapping-periods",
    "error": "/figures/losses-0",
}
