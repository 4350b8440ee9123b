"""watchlist.yaml -> frozen settings; every mistake at once, with its place."""
