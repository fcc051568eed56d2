"""Coverage: which share of a region's usual reporting we can see (architecture law 7)."""
