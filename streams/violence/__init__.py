"""Tagging by kind of violence: lexicons in, terms, casualty figures and a verdict out."""
