"""The detector: what is usual for a region and theme, and how unusual the present is (spikes.md)."""
