"""From articles to tags, mentions and signals."""
