"""The counters and gauges that every role serves on /metrics."""
