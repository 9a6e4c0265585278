"""Pictures as confounder: a world confounded by how bright they are; what is refused; the script."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from assistant import Assistant
from tests.words import texts
from tools.errors import DataError, OptionError

EFFECT = 2.0


def save_encoder(folder: Path) -> Path:
    """A CLIP of a few thousand random weights: it has seen nothing, but bright and dark differ in it."""
    import torch
    from transformers import CLIPConfig, CLIPModel
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    torch.manual_seed(0)
    layers = {"intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    words = {"hidden_size": 16, "vocab_size": 20, "bos_token_id": 0, "eos_token_id": 1, **layers}
    seen = {"hidden_size": 32, "image_size": 16, "patch_size": 8, **layers}
    CLIPModel(CLIPConfig(text_config=words, vision_config=seen, projection_dim=16)).save_pretrained(folder)
    size = {"size": {"shortest_edge": 16}, "crop_size": {"height": 16, "width": 16}}
    CLIPImageProcessorPil(**size).save_pretrained(folder)
    return folder


def save_world(folder: Path, rows: int = 300, seed: int = 7) -> Path:
    """Bright pictures are treated more and do worse; the brightness stands in no column."""
    rng = np.random.default_rng(seed)
    bright = rng.integers(0, 2, rows)
    treated = (rng.random(rows) < np.where(bright == 1, 0.8, 0.2)).astype(int)
    outcome = EFFECT * treated - 4.0 * bright + rng.normal(size=rows)
    (folder / "photos").mkdir()
    names = [f"photos/{number}.png" for number in range(rows)]
    for name, light in zip(names, bright, strict=True):
        noise = rng.integers(-20, 20, (16, 16, 3))
        Image.fromarray((60 + 130 * light + noise).astype(np.uint8)).save(folder / name)
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "photo": names})
    frame.to_csv(folder / "world.csv", index=False)
    return folder / "world.csv"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory) -> Path:
    return save_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    return save_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def adjusted(world, encoder):
    return Assistant(world, image_encoder=encoder).effect("treated", "outcome", adjust=["photo"])


def test_adjusting_for_the_picture_recovers_the_effect_and_leaving_it_out_misses(adjusted, world):
    found = adjusted.estimate
    assert abs(found.value - EFFECT) < 4 * found.std_error
    alone = Assistant(world).effect("treated", "outcome", adjust=[]).estimate
    assert abs(alone.value - EFFECT) > 4 * alone.std_error
    assert all(name.startswith("photo (meaning ") for name in adjusted.design.adjustment_set)
    assert "a picture taken afterwards is no confounder" in " ".join(texts(adjusted.warnings))


def test_the_command_line_takes_an_encoder(world, encoder, tmp_path, monkeypatch):
    from ui.cli import main
    from ui.cli.asking import Asked

    opened: list[Asked] = []
    monkeypatch.setattr("ui.cli.answer_once", lambda asked, *_, **__: bool(opened.append(asked)) or True)
    assert main(["ask", "Does it help?", "--data", str(world), "--image-encoder", str(encoder)]) == 0
    table = opened[0].open(lambda step: None)
    assert table.effect("treated", "outcome", adjust=["photo"]).status == "answered"
    with pytest.raises(OptionError, match=r"no config\.json"):
        Asked(str(world), image_encoder=str(tmp_path)).open(lambda step: None)


def test_the_script_reproduces_the_number_without_askwhy(adjusted, world):
    assert "from tools" not in adjusted.code and "assistant" not in adjusted.code
    done = subprocess.run(
        [sys.executable, "-c", adjusted.code], capture_output=True, text=True, check=True, cwd=world.parent
    )
    assert float(done.stdout.split()[-1]) == pytest.approx(adjusted.estimate.value, abs=1e-4)


def effect_with(world: Path, encoder: Path, cell: str) -> None:
    """The effect where the third row's picture is `cell`."""
    frame = pd.read_csv(world)
    frame.loc[2, "photo"] = cell
    changed = world.with_name("changed.csv")
    frame.to_csv(changed, index=False)
    Assistant(changed, image_encoder=encoder).effect("treated", "outcome", adjust=["photo"])


def test_a_cell_reads_nothing_outside_the_tables_folder(world, encoder, tmp_path):
    outside = tmp_path / "secret.png"
    Image.new("RGB", (16, 16)).save(outside)
    link = world.parent / "photos" / "link.png"
    link.symlink_to(outside)
    for cell in (str(outside), "../secret.png", "photos/link.png", "/etc/passwd"):
        with pytest.raises(DataError, match=r"Row 3 of 'photo' names .* outside"):
            effect_with(world, encoder, cell)


def test_a_picture_that_is_missing_or_broken_is_named(world, encoder):
    with pytest.raises(DataError, match=r"Row 3 of 'photo' names 'photos/none.png', but there is no file"):
        effect_with(world, encoder, "photos/none.png")
    (world.parent / "photos" / "broken.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"broken\.png, named in 'photo', is no picture"):
        effect_with(world, encoder, "photos/broken.png")


def test_pictures_need_an_encoder(world, tmp_path):
    with pytest.raises(OptionError, match="image_encoder=FOLDER"):
        Assistant(world).effect("treated", "outcome", adjust=["photo"])
    with pytest.raises(OptionError, match=r"no config\.json"):
        Assistant(world, image_encoder=tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(OptionError, match="cannot be loaded"):
        Assistant(world, image_encoder=tmp_path).effect("treated", "outcome", adjust=["photo"])
