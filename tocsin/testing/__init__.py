"""Fakes and timelines for tests of tocsin and of what operators build on it."""
