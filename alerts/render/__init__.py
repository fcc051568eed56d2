"""From a planned message to what people see: Slack blocks, plain text, mail, JSON."""
