"""Claims about the operator's region files."""

from pathlib import Path

from streams.regions.spec import RegionsFile, areas_of, problems
from tocsin.atlas import shipped
from tocsin.strict import parse, read

CONFIG = Path(__file__).parents[4] / "config/regions"


def test_shipped_files_are_sound():
    documents = [read(path, RegionsFile, root=CONFIG) for path in sorted(CONFIG.glob("*.yaml"))]
    assert [str(p) for d in documents for p in d.problems] == []
    assert [str(p) for p in problems(documents, shipped())] == []
    assert len(areas_of(d.value for d in documents)) >= 12


def test_an_unknown_region_is_named_with_its_place():
    text = "areas:\n  - {id: my-area, name: Mine, regions: [KG-O, KG-XX]}\n"
    (problem,) = problems([parse(text, RegionsFile, file="a.yaml")], shipped())
    assert str(problem).startswith("a.yaml:2:")
    assert "unknown region 'KG-XX'" in str(problem)


def test_an_area_stands_once():
    text = (
        "areas:\n  - {id: my-area, name: Mine, regions: [KG]}\n  - {id: my-area, name: Mine, regions: [KZ]}\n"
    )
    assert "stands twice" in str(problems([parse(text, RegionsFile, file="a.yaml")], shipped())[0])
