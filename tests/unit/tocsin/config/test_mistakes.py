"""Small mistakes in a copy of the shipped configuration: each is found alone, at its place, with its mend."""

import shutil
from pathlib import Path

import pytest

from tocsin.config import check

CONFIG = Path(__file__).parents[4] / "config"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the shipped configuration with few feeds and lexicons, so that a check is quick."""
    root = tmp_path_factory.mktemp("mistakes") / "config"
    shutil.copytree(CONFIG, root, ignore=shutil.ignore_patterns("schema", "elasticsearch", "kibana", "demo"))
    for folder, kept in (("feeds", "pacific.yaml"), ("lexicons", "ru.yaml")):
        for path in (root / folder).iterdir():
            if path.name != kept:
                path.unlink()
    assert check(root).problems == ()
    return root


#: file, what stands there, what is written instead, the word of the new text at which the problem stands,
#: what the problem says, how it is mended
MISTAKES = {
    "a typo in a feed's key": (
        "feeds/pacific.yaml", "publisher:", "publihser:", "publihser", "feeds.0.publihser: nobody reads", "did you mean 'publisher'?",
    ),
    "a feed without an address": (
        "feeds/pacific.yaml", "    url: ", "    #url: ", "id: abc-news-australia", "feeds.0: 'url' is missing", "known here: id, url, name",
    ),
    "a feed's address of another kind": (
        "feeds/pacific.yaml", "url: https://", "url: ftp://", "url:", "feeds.0.url: must start with http:// or https://", None,
    ),
    "a country in small letters": (
        "feeds/pacific.yaml", "country: AU", "country: au", "country", "'au' is not written as it must be", "a country is written like KG",
    ),
    "a region that does not exist": (
        "feeds/pacific.yaml", "country: CK", "covers: [CK, QQ]", "QQ", "there is no region 'QQ'", None,
    ),
    "a code that is none": (
        "feeds/pacific.yaml", "country: CK", "covers: [CK, worlds]", "worlds", "'worlds' is no region code", "write KG, KG-O or world",
    ),
    "a day that is none": (
        "feeds/pacific.yaml", "verified: 2026-", "verified: 2026-13-", "verified", "must be a day, not '2026-13-", "write it like 2027-08-10",
    ),
    "a feed twice": (
        "feeds/pacific.yaml", "feeds:\n", "feeds:\n  - {id: cook-islands-news, url: https://example.org/, name: A, publisher: A}\n", None,
        "'cook-islands-news' stands twice", "first at feeds/pacific.yaml:",
    ),
    "an interval without a unit": (
        "ingest.yaml", "floor: 5m", "floor: 5", "floor", "floor: write a time like 30s, 5m, 2h or 14d", None,
    ),
    "a number that is a word": (
        "ingest.yaml", "connections: 200", "connections: many", "connections", "must be a whole number, not 'many'", None,
    ),
    "a number below its least": (
        "ingest.yaml", "connections: 200", "connections: 0", "connections", "must be at least 1, not 0", None,
    ),
    "one word where a list belongs": (
        "ingest.yaml", "retry_after_domains: [", "retry_after_domains: bbc.co.uk #", "retry_after_domains", "must be a list, not 'bbc.co.uk'", "write [one, two]",
    ),
    "an area of a region that does not exist": (
        "regions/areas.yaml", "[KG-B, ", "[KG-BB, ", "KG-BB", "unknown region 'KG-BB'", "did you mean 'KG-",
    ),
    "an area twice": (
        "regions/areas.yaml", "id: sahel-borders", "id: fergana-valley", "id: fergana-valley\n    name: Lip", "area 'fergana-valley' stands twice", "first in regions/areas.yaml",
    ),
    "a theme of a category that does not exist": (
        "themes.yaml", "categories: [riot, ", "categories: [riots, ", "riots", "there is no category 'riots'", "did you mean 'riot'?",
    ),
    "a severity above one": (
        "themes.yaml", "severity: 0.8}", "severity: 8}", "severity: 8", "must be at most 1, not 8", None,
    ),
    "an effect that is none": (
        "themes.yaml", "effect: dampen", "effect: damp", "effect: damp,", "'damp' is not known here", "did you mean 'dampen'?",
    ),
    "a category of terms that does not exist": (
        "lexicons/ru.yaml", "  abduction:\n", "  abductions:\n", "abductions", "'abductions' is not known here", "did you mean 'abduction'?",
    ),
    "a term without its sentence": (
        "lexicons/ru.yaml", "terms:\n  mass-atrocity:\n", "terms:\n  mass-atrocity:\n    - {term: слово, gloss: word, no: Слово.}\n", "{term: слово", "'yes' is missing", "known here: term, gloss, yes",
    ),
    "a class of endings that does not exist": (
        "lexicons/ru.yaml", "terms:\n  mass-atrocity:\n", "terms:\n  mass-atrocity:\n    - {term: слово+qqq, gloss: word, yes: Слово., no: Слово.}\n", "{term: слово", "qqq", None,
    ),
    "a lexicon of another language": (
        "lexicons/ru.yaml", "language: ru", "language: uk", "language: uk", "named 'lexicons/ru.yaml' but says 'uk'", "rename it to lexicons/uk.yaml",
    ),
    "a language that a lexicon judges twice": (
        "lexicons/ru.yaml", "language: ru\n", "language: ru\nalso: [ru]\n", "ru]", "'ru' is judged by 'lexicons/ru.yaml'", "leave it out of one of them",
    ),
    "a typo in the detector's keys": (
        "detectors.yaml", "  raised_hours:", "  raised_hour:", "raised_hour", "detector.raised_hour: nobody reads this key", "did you mean 'raised_hours'?",
    ),
    "a budget that says no period": (
        "detectors.yaml", "budget: 5 per week", "budget: 5 per fortnight", "budget: 5 per fort", "write it like '5 per week' or '1 per day'", None,
    ),
    "a typo in a rule's key": (
        "rules/spikes.yaml", "themes: [violence]", "theems: [violence]", "theems", "nobody reads this key", "did you mean 'themes'?",
    ),
    "a theme that does not exist": (
        "rules/spikes.yaml", "themes: [violence]", "themes: [violense]", "violense", "there is no theme 'violense'", "did you mean 'violence'?",
    ),
    "a level that does not exist": (
        "rules/thresholds.yaml", "level: critical", "level: crytical", "level: crytical", "'crytical' is not known here", "did you mean 'critical'?",
    ),
    "a window that is not counted": (
        "rules/thresholds.yaml", "within: 24h", "within: 25h", "within: 25h", "counts are kept for 1h, 3h", None,
    ),
    "a rule's name twice": (
        "rules/spikes.yaml",
        "rules:\n",
        "rules:\n  - {name: unrest-spike, when: {spike: {}}}\n",
        None,
        "there are two rules 'unrest-spike'",
        "the first is in rules/spikes.yaml:5",
    ),
    "a bracket that is not closed": (
        "rules/spikes.yaml", "themes: [violence]", "themes: [violence", None, "not YAML: ", "brackets and quotes are closed",
    ),
    "a tab": (
        "rules/spikes.yaml", "    themes: [violence]", "\tthemes: [violence]", None, "not YAML: ", "indent with spaces, not tabs",
    ),
    "a receiver that does not exist": (
        "routes.yaml", "second: log", "second: logs", "second: logs", "there is no receiver 'logs'", "did you mean 'log'?",
    ),
    "a channel's name for its ID": (
        "routes.yaml", "{channel_setting: SLACK_CHANNEL}", '{channel: "#desk"}', "channel:", "'#desk' is not written as it must be", "a channel's ID looks like C0123ABCD",
    ),
    "a key twice": (
        "routes.yaml", "    language: en\n", "    language: en\n    language: de\n", "language: de", "'language' stands twice", "first in line ",
    ),
    "a silence that ends before it starts": (
        "silences.yaml", "silences: []", "silences:\n  - {id: a, regions: [KE], starts_at: 2027-08-12T00:00:00Z, ends_at: 2027-08-10T00:00:00Z, by: anna, comment: c}",
        "ends_at", "a silence must end after it starts", None,
    ),
    "a silence without an offset": (
        "silences.yaml", "silences: []", "silences:\n  - {id: a, regions: [KE], starts_at: 2027-08-12T00:00:00, ends_at: 2027-08-14T00:00:00Z, by: anna, comment: c}",
        "starts_at", "must say its offset from UTC", "write it like 2027-08-10T00:00:00Z",
    ),
    "a silence over a rule that does not exist": (
        "silences.yaml", "silences: []", "silences:\n  - {id: a, rules: [violence-spikes], starts_at: 2027-08-12T00:00:00Z, ends_at: 2027-08-14T00:00:00Z, by: anna, comment: c}",
        "violence-spikes", "there is no rule 'violence-spikes'", "did you mean 'violence-spike'?",
    ),
    "a timeline for a rule that does not exist": (
        "rules/tests/blind.yaml", "rule: blind", "rule: blinds", "rule: blinds", "there is no rule 'blinds'", "did you mean 'blind'?",
    ),
    "a category like none of them": (
        "rules/thresholds.yaml", "categories: [mass-atrocity]", "categories: [carnage]", "carnage", "there is no category 'carnage'", "known here: abduction, aftermath, armed-clash,",
    ),
    "a timeline of a category that does not exist": (
        "rules/tests/blind.yaml", "category: armed-clash", "category: armed-clashes", "category: armed-clashes", "there is no category 'armed-clashes'", "did you mean 'armed-clash'?",
    ),
    "a time of day that is none": (
        "routes.yaml", 'at: ["06:00"]', 'at: ["26:00"]', '"26:00"', "'26:00' is no time of day; write it like 06:30", None,
    ),
    "a span nobody can read, in the only route": (
        "routes.yaml", "remind_after: 4h", "remind_after: four hours", "remind_after", "write it like 90s, 10m, 1h30m or 14d", None,
    ),
    "a span beyond all time": (
        "routes.yaml", "remind_after: 4h", "remind_after: 99999999999w", "remind_after", "is longer than anybody waits", None,
    ),
    "a reminder without a pause": (
        "routes.yaml", "remind_after: 4h", "remind_after: 0s", "remind_after", "must be at least a minute, not 0s", None,
    ),
    "a dead-man's switch that never rests": (
        "routes.yaml", "{every: 15m", "{every: 0s", "every", "must be at least a minute, not 0s", None,
    ),
    "a time zone's name for an offset": (
        "routes.yaml", 'at: ["06:00"]', 'at: ["06:00"]\n    utc_offset: Europe/Berlin', "utc_offset", "'Europe/Berlin' is no offset", "write hours from UTC, like 2 or -5.5",
    ),
    "a link that is no web address": (
        "routes.yaml", "rule_muters: []", "rule_muters: []\nlinks: {desk: 'javascript:alert(1)'}", "desk", "is no web address", "write it like https://",
    ),
    "a network that is none": (
        "ingest.yaml", "allow_networks: []", "allow_networks: [10.0.0.0/99]", "10.0.0.0/99", "must be a network, not '10.0.0.0/99'", "write it like 10.0.0.0/8",
    ),
    "a country that does not exist": (
        "feeds/pacific.yaml", "country: AU", "country: QQ", "country", "there is no country 'QQ'", None,
    ),
    "half of a pair": (
        "rules/tests/blind.yaml", "between: [8h, 9h]", "between: [8h]", "between", "between: entry 2 is missing", None,
    ),
    "a word that YAML takes for another": (
        "lexicons/ru.yaml", "{term: [погром", "{term: [*погром", "погром", "not YAML: ", "put text that begins with * or & in quotes",
    ),
    "a timeline of a kind that does not exist": (
        "rules/tests/blind.yaml", "kind: fires", "kind: fire", "kind: fire\n", "'fire' is not known here", "did you mean 'fires'?",
    ),
}  # fmt: skip


def position(text, word, after):
    """Line and column (from 1) of a word, the first one behind the change if there is one."""
    index = text.find(word, after)
    before = text[: index if index >= 0 else text.index(word)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_at_its_place_with_its_mend(copy, mistake):
    file, old, new, at, what, hint = MISTAKES[mistake]
    path = copy / file
    sound = path.read_text("utf-8")
    assert old in sound
    changed = sound.replace(old, new, 1)
    path.write_text(changed, "utf-8")
    try:
        found = check(copy)
    finally:
        path.write_text(sound, "utf-8")
    told = "\n".join(str(problem) for problem in found.problems)
    assert found.config is None
    assert len(found.problems) == 1, told
    problem = found.problems[0]
    assert problem.file == file
    assert what in problem.what, told
    assert (hint or "") in (problem.hint or ""), told
    if at is not None:
        assert (problem.line, problem.column) == position(changed, at, sound.index(old)), told
    else:
        assert problem.line > 1, told
        assert problem.column >= 1, told


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("rule/x.yaml", "did you mean 'rules'?"),
        ("rules/horn.yml", "rename it to rules/horn.yaml"),
        ("rules/tests/horn.yml", "rename it to rules/tests/horn.yaml"),
        ("watch/deep/horn.yaml", "files are read from feeds, lexicons, regions, rules, rules/tests"),
        ("feeds/list.opml", "rename it to feeds/list.yaml"),
    ],
)
def test_a_file_that_nobody_reads_is_a_mistake(copy, file, hint):
    path = copy / file
    made = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("rules: []\n")
    try:
        (problem,) = check(copy).problems
    finally:
        path.unlink()
        for folder in made:
            folder.rmdir()
    assert (problem.file, problem.line, problem.column) == (file, 1, 1)
    assert problem.what == "nobody reads this file"
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("file", "hint"),
    [("ingest.yml", "rename it to ingest.yaml"), ("ingests.yaml", "did you mean 'ingest.yaml'?")],
)
def test_a_file_under_a_wrong_name_hears_the_right_one(copy, file, hint):
    path = (copy / "ingest.yaml").rename(copy / file)
    try:
        (problem,) = check(copy).problems
    finally:
        path.rename(copy / "ingest.yaml")
    assert (problem.file, problem.hint) == (file, hint)


@pytest.mark.parametrize(
    "name",
    ["spikes.yaml~", "#spikes.yaml#", ".#spikes.yaml", ".spikes.yaml.swp", "spikes.yaml.orig", "spikes.bak"],
)
def test_what_an_editor_leaves_beside_a_file_is_no_mistake(copy, name):
    path = copy / "rules" / name
    path.symlink_to("nobody@nowhere:1")  # as Emacs marks a file that somebody edits
    try:
        assert check(copy).problems == ()
    finally:
        path.unlink()


def test_a_patch_that_was_refused_is_a_mistake(copy):
    path = copy / "rules/spikes.yaml.rej"
    path.write_text("")
    try:
        (problem,) = check(copy).problems
    finally:
        path.unlink()
    assert problem.what == "nobody reads this file"


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("rules/spikes.yml", "rules/spikes.yaml is read; take this file away, or let its name end in .bak"),
        ("route.yaml", None),
    ],
)
def test_a_name_that_is_taken_is_not_proposed(copy, file, hint):
    assert (copy / "routes.yaml").is_file()
    path = copy / file
    path.write_text("rules: []\n")
    try:
        (problem,) = check(copy).problems
    finally:
        path.unlink()
    assert problem.hint == hint


def test_a_file_that_must_be_there_is_missed(copy):
    path = copy / "routes.yaml"
    sound = path.read_text("utf-8")
    path.unlink()
    try:
        (problem,) = check(copy).problems
    finally:
        path.write_text(sound, "utf-8")
    assert str(problem) == ("routes.yaml:1:1: there is no such file – 'tocsin init' writes one to start from")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    (problem,) = check(tmp_path / "nowhere").problems
    assert problem.what == "no such folder"


def test_all_mistakes_are_told_together(copy):
    broken = {"ingest.yaml": ("floor: 5m", "floor: 5"), "routes.yaml": ("second: log", "second: logs")}
    sound = {file: (copy / file).read_text("utf-8") for file in broken}
    try:
        for file, (old, new) in broken.items():
            (copy / file).write_text(sound[file].replace(old, new, 1), "utf-8")
        found = check(copy)
    finally:
        for file, text in sound.items():
            (copy / file).write_text(text, "utf-8")
    assert [problem.file for problem in found.problems] == ["ingest.yaml", "routes.yaml"]
    assert found.summary.startswith("2 problems in 2 files")


def test_the_shipped_configuration_has_no_mistake():
    assert [str(problem) for problem in check(CONFIG).problems] == []
