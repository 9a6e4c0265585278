"""Pictures as covariates: the files that a column names, turned into vectors by an encoder on this machine.

The encoder is a folder as transformers saves it: CLIP (Radford et al. (2021), "Learning transferable visual
models from natural language supervision", ICML), SigLIP, ViT, DINOv2 and their like. Cells come from outside,
so only files below the table's own folder are opened, and weights are read as safetensors only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.errors import DataError, OptionError

__all__ = ["Images", "are_images", "image_lines", "image_vectors"]

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
BATCH = 32  # pictures encoded at once


@dataclass(frozen=True)
class Images:
    """Where pictures lie and what encodes them. Raises OptionError if `encoder` is no model's folder."""

    encoder: Path
    folder: Path  # the table's; nothing outside it is opened

    def __post_init__(self) -> None:
        if not (self.encoder / "config.json").is_file():
            raise OptionError(
                f"image_encoder={str(self.encoder)!r} is no encoder: there is no config.json in it. Give the "
                "folder of a CLIP or ViT model as transformers saves it (save_pretrained)."
            )


def are_images(cells: Sequence[str]) -> bool:
    """Do at least nine of ten cells end like the name of a picture? The others are then faults to tell of."""
    named = sum(Path(cell.strip()).suffix.lower() in SUFFIXES for cell in cells)
    return bool(cells) and named >= 0.9 * len(cells)


def image_vectors(cells: pd.Series, name: str, images: Images | None) -> NDArray[np.float64]:
    """One vector a row, shape (rows, dimension); an empty cell gets the mean of the others.

    `cells` holds paths, absolute or below the table's folder; its index counts the table's rows from 0.
    Raises DataError for a path that leads out of that folder, is not there or is no picture, and OptionError
    where no encoder was given or it cannot be loaded.
    """
    if images is None:
        raise OptionError(
            f"{name!r} holds paths of pictures. Give Assistant(..., image_encoder=FOLDER), the folder of a "
            "CLIP or ViT model on this machine, or leave the column out."
        )
    codes, distinct = pd.factorize(cells.where(cells.str.strip() != "", None))
    first = {code: row for row, code in reversed(list(zip(cells.index, codes, strict=True)))}
    files = [_file(str(cell), first[code], name, images.folder) for code, cell in enumerate(distinct)]
    batches = [
        _encoded(str(images.encoder), files[start : start + BATCH], name)
        for start in range(0, len(files), BATCH)
    ]
    vectors = np.vstack(batches)
    present = codes >= 0
    mean = vectors[codes[present]].mean(axis=0)
    return np.where(present[:, None], vectors[codes], mean)


def _file(cell: str, row: Any, name: str, folder: Path) -> Path:
    root = folder.resolve()
    file = (root / cell.strip()).resolve()  # follows links, so that none leads out
    where = f"Row {row + 1} of {name!r} names {cell!r}"
    if not file.is_relative_to(root):
        raise DataError(f"{where}, which is outside {root}. Put the pictures below the table's folder.")
    if not file.is_file():
        raise DataError(f"{where}, but there is no file {file}. Correct the path, or leave the cell empty.")
    return file


def _encoded(encoder: str, files: Sequence[Path], name: str) -> NDArray[np.float64]:
    import torch

    processor, model = _loaded(encoder)
    inputs = processor(images=list(_pictures(files, name)), return_tensors="pt")
    # A model of pictures and words has its picture half behind a method of its own.
    encode = getattr(model, "get_image_features", model)
    with torch.inference_mode():
        output = encode(pixel_values=inputs["pixel_values"])
    if not isinstance(output, torch.Tensor):
        pooled = getattr(output, "pooler_output", None)
        output = output.last_hidden_state.mean(dim=1) if pooled is None else pooled
    vectors: NDArray[np.float64] = output.flatten(1).double().numpy()
    return vectors


def _pictures(files: Sequence[Path], name: str) -> Iterator[Any]:
    from PIL import Image

    for file in files:
        try:
            with Image.open(file) as picture:
                yield picture.convert("RGB")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise DataError(
                f"{file}, named in {name!r}, is no picture that can be read ({error}). Replace it, or leave "
                "the cell empty."
            ) from error


@lru_cache(maxsize=1)
def _loaded(encoder: str) -> tuple[Any, Any]:
    """Image processor and model; nothing is fetched, and no code of the folder is run."""
    try:
        from PIL import Image  # noqa: F401  what transformers reads pictures with
        from transformers import AutoImageProcessor, AutoModel
    except ImportError as error:
        raise OptionError(
            f'Pictures need the package {error.name!r}: pip install "askwhy[local]".'
        ) from error
    try:
        processors: Any = AutoImageProcessor  # has no types
        processor = processors.from_pretrained(encoder, local_files_only=True)
        model = AutoModel.from_pretrained(encoder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise OptionError(
            f"The image encoder in {encoder} cannot be loaded ({str(error).splitlines()[0]}). It needs "
            "config.json, preprocessor_config.json and model.safetensors."
        ) from error
    return processor, model.eval()


def image_lines(name: str, images: Images) -> list[str]:
    """The same as a script, up to `vectors`."""
    return [
        "import torch",
        "from pathlib import Path",
        "from PIL import Image",
        "from transformers import AutoImageProcessor, AutoModel",
        f"encoder, folder = {str(images.encoder)!r}, Path({str(images.folder)!r})",
        "processor = AutoImageProcessor.from_pretrained(encoder, local_files_only=True)",
        "model = AutoModel.from_pretrained(encoder, local_files_only=True, use_safetensors=True).eval()",
        f"paths = frame[{name!r}].fillna('').astype(str).str.strip()",
        "codes, files = pd.factorize(paths.where(paths != '', None))",
        "vectors = []",
        f"for start in range(0, len(files), {BATCH}):",
        f"    pictures = [Image.open(folder / file).convert('RGB') for file in files[start:start + {BATCH}]]",
        "    with torch.inference_mode():",
        "        output = getattr(model, 'get_image_features', model)(",
        "            pixel_values=processor(images=pictures, return_tensors='pt')['pixel_values'])",
        "    if not isinstance(output, torch.Tensor):",
        "        pooled = getattr(output, 'pooler_output', None)",
        "        output = output.last_hidden_state.mean(dim=1) if pooled is None else pooled",
        "    vectors.append(output.flatten(1).double().numpy())",
        "vectors, present = np.vstack(vectors), codes >= 0",
        "mean = vectors[codes[present]].mean(axis=0)",
        "vectors = np.where(present[:, None], vectors[codes], mean)",
    ]
