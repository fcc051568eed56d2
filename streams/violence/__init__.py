"""Tagging by kind of violence: lexicons in, terms, casualty figures and a verdict out.

`load` reads the lexicons, `Lexicons` compiles each when it is first asked for,
and `judge` finds its words in a text and weighs them.
"""

from streams.violence.awake import Lexicons
from streams.violence.judge import Judged, judge
from streams.violence.lexicon import each, load
from streams.violence.themes import load_themes

__all__ = ["Judged", "Lexicons", "each", "judge", "load", "load_themes"]
