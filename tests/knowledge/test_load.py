"""Reading the data folder: every file, the cache as a mere speed-up, the version, and plain errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from legwise.errors import KnowledgeError
from legwise.knowledge import load as loading
from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import DATA, Knowledge, load, quantities, read_yaml
from worlds import guess, one_root, write

FILES = sorted(DATA.rglob("*.yaml"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own; `load` forgets what it has read, so that the folder is used."""
    load.cache_clear()
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setattr(loading.platformdirs, "user_cache_dir", lambda name: str(folder / name))
    return folder / "legwise"


def fresh(folder: Path) -> Knowledge:
    load.cache_clear()
    return load(folder)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_every_file_is_a_mapping_that_says_nothing_twice(path: Path) -> None:
    assert read_yaml(path)
    stack = [yaml.compose(path.read_text(encoding="utf-8"), Loader=loading.Loader)]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), f"line {node.start_mark.line + 1}: {sorted(keys)}"
            stack += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def test_the_library_loads() -> None:
    assert sources_library()
    assert facts_library()
    assert claims_library()


def test_a_world_is_read_with_its_look_ups(tmp_path: Path, cache: Path) -> None:
    knowledge = load(write(one_root(), tmp_path / "data"))
    assert knowledge.zone_of == {"back.low": "back_low", "leg.calf": "calf", "pelvis.saddle": "saddle"}
    assert knowledge.family_of["radiculopathy_s1"] == "spine"
    assert {"leg_raise_hurts", "trigger_point.soleus", "sensory_loss.calf"} <= set(knowledge.findings)
    assert not knowledge.findings["sensory_loss.saddle"].sided


def test_the_cache_is_used_and_says_the_same(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(one_root(), tmp_path / "data")
    from_yaml = fresh(folder)
    assert [path.name for path in cache.iterdir()] == [f"knowledge-{from_yaml.version}.json"]
    monkeypatch.setattr(loading, "_from_yaml", lambda files: pytest.fail("YAML was parsed again"))
    assert fresh(folder).content == from_yaml.content


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'{"regions": 3}', b'{"unheard_of": []}'])
def test_a_damaged_cache_is_ignored_and_mended(tmp_path: Path, cache: Path, damage: bytes) -> None:
    folder = write(one_root(), tmp_path / "data")
    before = fresh(folder)
    file = next(cache.iterdir())
    sound = file.read_bytes()
    file.write_bytes(damage)
    assert fresh(folder).content == before.content
    assert file.read_bytes() == sound


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert fresh(write(one_root(), tmp_path / "data")).conditions


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache_folder_does_no_harm(tmp_path: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    assert fresh(write(one_root(), tmp_path / "data")).conditions


def test_the_version_follows_the_content(tmp_path: Path, cache: Path) -> None:
    world = one_root()
    first = fresh(write(world, tmp_path / "first")).version
    assert fresh(write(world, tmp_path / "same")).version == first
    world["conditions"][0]["prior"] = guess(0.06)
    assert fresh(write(world, tmp_path / "other_number")).version != first


def test_the_version_covers_the_library(tmp_path: Path, cache: Path) -> None:
    world = one_root()
    first = fresh(write(world, tmp_path / "data")).version
    world["facts"][0]["grade"] = "A"
    assert fresh(write(world, tmp_path / "data")).version != first


def test_a_wrong_field_is_named_with_its_record(tmp_path: Path, cache: Path) -> None:
    world = one_root()
    world["conditions"][0]["prior"] = guess(1.5)
    with pytest.raises(KnowledgeError, match=r"conditions\.disc\.prior.*1\.5 is not a probability"):
        fresh(write(world, tmp_path / "data"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- 1", "expected a mapping at the top, found list"),
        ("", "expected a mapping at the top, found NoneType"),
        ("a: [", "extra.yaml"),
        ("regions: 5", "expected a list or a mapping, found 5"),
        ("regions: {a: 1}", "'regions' is a list in one file and a mapping in another"),
        (
            "model: {inconstant_parent_share: {value: 1, grade: D, basis: x}}",
            "'inconstant_parent_share' is defined twice",
        ),
        ("unheard_of: []", "unheard_of"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(tmp_path: Path, cache: Path, text: str, complaint: str) -> None:
    folder = write(one_root(), tmp_path / "data")
    (folder / "zz_extra.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint):
        fresh(folder)


def test_a_folder_without_files_is_an_error(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds no knowledge files"):
        fresh(tmp_path / "nowhere")


def test_a_missing_number_of_the_model_is_named(tmp_path: Path, cache: Path) -> None:
    world = one_root()
    del world["model"]["sensory_loss_false_positive"]
    with pytest.raises(KnowledgeError, match="'sensory_loss_false_positive' is missing"):
        _ = fresh(write(world, tmp_path / "data")).findings


def test_every_number_is_found_with_its_path(tmp_path: Path, cache: Path) -> None:
    paths = dict(quantities(fresh(write(one_root(), tmp_path / "data")).content))
    assert paths["conditions[disc].links[root_s1].p"].value == 0.6
    assert paths["conditions[disc].context[age_adult].odds_ratio"].value == 2.0
    assert paths["model[inconstant_parent_share]"].value == 0.5


def test_a_library_file_with_the_wrong_key_is_named(tmp_path: Path, cache: Path) -> None:
    folder = write(one_root(), tmp_path / "data")
    (folder / "facts" / "wrong.yaml").write_text("fact: []", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"wrong\.yaml: expected one list called 'facts', found fact"):
        facts_library(folder)


def test_a_repeated_source_is_named(tmp_path: Path, cache: Path) -> None:
    world = one_root()
    world["sources"] *= 2
    with pytest.raises(KnowledgeError, match="duplicate id 'trial'"):
        sources_library(write(world, tmp_path / "data"))
