"""Fetching: addresses of feeds and sitemaps to files of articles, which a run reads.

A run never touches the network, so that it can be repeated: `round.fetch_sources` fetches first. `sources` reads lists
of feeds, `http` asks for one address within limits, `addresses` says which may be asked for, `robots` what a site
wants,
`parse` reads what a feed names, `state` knows what was fetched.
"""
