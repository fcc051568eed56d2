"""Tagging by kind of violence: lexicons in, terms, casualty figures and a verdict out.

`load` reads the lexicons, `compile_lexicons` prepares them, `patterns` go into
the automaton shared with the region tagger, and `judge` weighs the hits.
"""

from streams.violence.compiled import Lexicons, compile_lexicons, patterns
from streams.violence.judge import Judged, judge
from streams.violence.lexicon import each, load
from streams.violence.themes import load_themes

__all__ = ["Judged", "Lexicons", "compile_lexicons", "each", "judge", "load", "load_themes", "patterns"]
