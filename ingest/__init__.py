"""From feeds to articles."""
