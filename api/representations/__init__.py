"""Representations other than the published row: charts, Atom, DCAT, GeoJSON."""
