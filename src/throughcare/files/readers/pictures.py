"""A picture is drawn anew from its points: where it was taken, by whom, and whatever else hides in its file stays behind."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from throughcare.files.readers.refusing import wrong

# Of a page scanned at 300 points an inch, some 2,500 by 3,500. Larger ones are made smaller: who reads a contract needs no more.
LONGEST_SIDE = 3500
# Before anything is unpacked. A JPEG is read at half or a quarter of its size when it is larger; a PNG can't be.
_MOST_POINTS = {"JPEG": 120_000_000, "PNG": 25_000_000}
_TOO_LARGE = "The picture has too many points. Make it smaller, and send it again."


def drawn_anew(kind: str, content: bytes) -> bytes:
    """kind: JPEG or PNG. Returns it upright, at most LONGEST_SIDE points on its longer side. Raises Invalid when it is none, or too large."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as found:
            if found.width * found.height > _MOST_POINTS[kind]:
                raise wrong(_TOO_LARGE)
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(found)
            if picture.mode not in ("RGB", "L", "RGBA"):
                picture = picture.convert("RGBA" if kind == "PNG" else "RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # without what the file said beside its points
    except Image.DecompressionBombError:
        raise wrong(_TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise wrong("This is no picture of the kind its name says, or it is broken. Save it again, and send that.") from None
    made = BytesIO()
    clean.convert("RGB" if kind == "JPEG" else clean.mode).save(made, kind, quality=90, optimize=True)
    return made.getvalue()
