"""Whether a rule holds for a signal, and why: pure, one module a kind of rule."""
