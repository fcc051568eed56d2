"""Reading an operator's files into one checked configuration."""
