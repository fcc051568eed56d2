"""What `tocsin check` says of a lexicon that is not right yet."""

import pytest

from streams.violence.check import FOLDER, main, problems, reading_problems
from streams.violence.check_words import collisions, frequent_words
from streams.violence.lexicon import read_lexicon

RIGHT = """language: en
name: English
review: {status: unreviewed}
endings: {n: [es]}
terms:
  armed-clash:
    - {term: clash+n, gloss: clash, yes: "Tribes in clashes at the well.", no: "A quiet day."}
exclusions:
  exercise:
    - {words: drill+n, silences: "Clashes in the drill."}
casualties: {deaths: killed, injured: wounded}
"""


def said(tmp_path, text, name="en.yaml"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return [str(problem) for problem in problems(path, root=tmp_path)]


def test_a_right_lexicon_has_no_problems(tmp_path):
    assert said(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        pytest.param("clash+n,", "clash+x,", "en.yaml:7:7", "no endings class 'x'", id="an unknown class"),
        pytest.param("Tribes in clashes", "Tribes talk", "en.yaml:7:37", "is not found", id="a yes without its term"),
        pytest.param("in clashes", "in no clashes", "en.yaml:7:37", "negation", id="a yes that is silenced"),
        pytest.param("A quiet day", "A clash", "en.yaml:7:76", "is judged violent", id="a no that is violent"),
        pytest.param("in the drill", "at noon", "en.yaml:10:24", "is judged violent", id="no context in its sentence"),
        pytest.param("Clashes in the drill", "The drill", "en.yaml:10:24", "no word of violence", id="nothing to silence"),
        pytest.param("gloss: clash,", "gloss: clash, but: clash,", "en.yaml:7:7", "always silenced", id="a shadowed term"),
        pytest.param("language: en", "language: de", "en.yaml:1:1", "file named", id="a language in the wrong file"),
    ],
)  # fmt: skip
def test_a_problem_has_its_place(tmp_path, old, new, place, what):
    text = RIGHT.replace("casualties:", "negation: {before: 'no'}\ncasualties:")
    found = said(tmp_path, text.replace(old, new))
    assert any(problem.startswith(place) and what in problem for problem in found), found


def test_a_term_that_stands_twice_names_its_first_line(tmp_path):
    twice = '    - {term: clash+n, gloss: again, yes: "A clash at the well.", no: "A quiet day."}\n'
    found = said(tmp_path, RIGHT.replace("exclusions:", f"{twice}exclusions:"))
    assert found == ["en.yaml:8:7: 'clash+n' stands twice – first in line 7"]


def test_a_word_may_stand_in_two_terms_that_need_different_companions(tmp_path):
    line = '    - {term: clash+n, needs: [rebels], gloss: again, yes: "Clash with rebels.", no: "A quiet day."}\n'
    assert said(tmp_path, RIGHT.replace("exclusions:", f"{line}exclusions:")) == []


def test_a_set_that_is_not_there_is_named(tmp_path):
    found = said(tmp_path, RIGHT.replace("gloss: clash,", 'gloss: clash, needs: ["@rebels"],'))
    assert found == ["en.yaml:7:7: there is no set 'rebels' – add it to `sets`"]


def test_a_term_that_an_exclusion_always_silences_is_named(tmp_path):
    figure = '  figure:\n    - {words: [clash of wits, clash], silences: "A clash of wits."}\n'
    found = said(tmp_path, RIGHT.replace("exclusions:\n", f"exclusions:\n{figure}"))
    shadowed = "en.yaml:7:7: 'clash+n' is always silenced by an exclusion of kind figure – take it out there, or here"
    assert shadowed in found


@pytest.mark.parametrize(
    ("fields", "place", "what"),
    [
        pytest.param('but: drill bit, yes: "Clash over a drill bit."', None, None, id="a phrase with its sentence"),
        pytest.param("but: drill bit", "en.yaml:10:59", "'but' has no sentence – add `yes`", id="without one"),
        pytest.param('but: drill bit, yes: "A drill bit."', "en.yaml:10:75", "is judged no words of violence", id="a calm one"),
        pytest.param('but: drill bit, yes: "A clash."', "en.yaml:10:75", "none of the words of 'but'", id="another one"),
        pytest.param('but: drill, yes: "Clash in the drill."', "en.yaml:10:7", "never holds", id="its own word"),
        pytest.param('but: drill+x, yes: "Clash in the drill."', "en.yaml:10:7", "no endings class", id="a bad word"),
    ],
)  # fmt: skip
def test_the_phrases_in_which_an_exclusion_does_not_hold_are_tried(tmp_path, fields, place, what):
    found = said(tmp_path, RIGHT.replace('in the drill."}', f'in the drill.", {fields}}}'))
    assert found == [] if what is None else any(p.startswith(place) and what in p for p in found), found


def test_an_exclusion_of_other_categories_shadows_nothing(tmp_path):
    figure = '  figure:\n    - {words: clash, categories: [riot], silences: "A clash in the drill."}\n'
    found = said(tmp_path, RIGHT.replace("exclusions:\n", f"exclusions:\n{figure}"))
    assert not any("always silenced" in problem for problem in found)


def test_categories_of_a_context_that_makes_a_page_are_refused(tmp_path):
    page = RIGHT.replace("drill+n,", "drill+n, scope: article, sure: true, categories: [armed-clash],")
    assert any("`categories` is not heeded" in problem for problem in said(tmp_path, page))


@pytest.mark.parametrize(
    ("term", "named"),
    [
        pytest.param("clas*", True, id="a stem that is too short"),
        pytest.param("clas*, needs: [rebels]", False, id="it may be, if it needs a companion"),
        pytest.param("clas*, but: [class]", False, id="or if the word is its own exception"),
        pytest.param("clash+n", False, id="a whole word with its endings"),
    ],
)
def test_a_stem_that_sets_off_on_a_frequent_word_is_named(tmp_path, term, named):
    path = tmp_path / "en.yaml"
    path.write_text(RIGHT.replace("clash+n", term), "utf-8")
    found = [str(problem) for problem in collisions(read_lexicon(path, root=tmp_path), ["house", "class"])]
    mend = "write more letters, fewer endings, or put the word into 'but'"
    assert found == ([f"en.yaml:7:7: 'clas*' also means the frequent word 'class' – {mend}"] if named else [])


def test_frequent_words_are_known_of_languages_that_were_counted():
    assert "the" in frequent_words("en")
    assert frequent_words("xx") == ()


def test_reading_alone_finds_them_too(tmp_path):
    path = tmp_path / "en.yaml"
    path.write_text(RIGHT.replace("clash+n", "peopl*"), "utf-8")
    (problem,) = reading_problems(read_lexicon(path, root=tmp_path))
    assert "also means the frequent word 'people'" in str(problem)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        pytest.param(["--help"], 0, "LANGUAGE", id="help is help, no language"),
        pytest.param(["xx"], 2, f"there is no lexicon 'xx': no file {FOLDER / 'xx.yaml'}", id="an unknown language"),
        pytest.param(["xx", "--explain", "A text."], 2, f"no file {FOLDER / 'xx.yaml'}", id="… also when it explains"),
        pytest.param(["--explain", "A text."], 2, "--explain takes one language", id="a text without its language"),
    ],
)  # fmt: skip
def test_the_command_says_what_it_takes(capsys, arguments, status, says):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert left.value.code == status
    assert says in (err if status else out)


def test_the_command_explains_a_headline_of_one_language(capsys):
    assert main(["so", "--explain", "Duqeyn cirka ah ayaa ka dhacday magaalada."]) == 0
    assert "explosion-remote" in capsys.readouterr().out
