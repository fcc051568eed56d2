"""From signals to incidents and what desks are told."""
