"""Keeping photos: sizes at their edge, doubts that wait for the person, the newest in the place of the older."""

from io import BytesIO

import pytest
from flask import Flask

from app.kernel import storage
from app.kernel.approval import take_step
from app.kernel.errors import Denied, Invalid
from app.photos.models import Photo
from app.photos.queries import accepted_photo, own_doubted, own_photo
from app.photos.services import upload_photo
from tests.factories.city import City
from tests.factories.photos import BLUE, draw, jpeg, photo_in


def padded(content: bytes, size: int) -> bytes:
    """The same picture in a file of exactly `size` bytes."""
    return content + b"\0" * (size - len(content))


@pytest.mark.manual("B22")
@pytest.mark.manual("B30")
def test_exactly_one_megabyte_is_refused_and_a_byte_less_is_not(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    with pytest.raises(Invalid) as refused:
        upload_photo(owner, BytesIO(padded(jpeg(), 1_048_576)))
    assert "1048576" in str(refused.value.fields["photo"])
    photo = upload_photo(owner, BytesIO(padded(jpeg(), 1_048_575)))
    assert (photo.state, photo.width, photo.height, photo.doubts) == ("waiting", 800, 1200, [])
    assert storage.path(photo.file_key).stat().st_size == photo.size < 1_048_576


@pytest.mark.manual("B21")
def test_a_png_called_jpg_and_an_empty_file_are_refused_with_words(ctx: Flask, city: City) -> None:
    png = BytesIO()
    draw((400, 600)).save(png, "PNG")
    for content in (png.getvalue(), b"", jpeg(draw((600, 400)))):
        with pytest.raises(Invalid) as refused:
            upload_photo(city.actor("owner"), BytesIO(content))
        assert set(refused.value.fields) == {"photo"}
    with pytest.raises(Denied):
        upload_photo(city.actor("auditor"), BytesIO(jpeg()))


@pytest.mark.manual("B32")
def test_a_doubted_one_waits_for_its_owner_and_the_newest_takes_the_place_of_the_older(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    accepted = photo_in(city, "accepted")
    doubted = upload_photo(owner, BytesIO(jpeg(draw(back=BLUE))))
    assert (doubted.state, doubted.doubts) == ("doubted", ["background"])
    assert (own_photo(owner), own_doubted(owner)) == (accepted, doubted)
    take_step(owner, Photo, doubted.id, "send")
    assert (own_photo(owner), own_doubted(owner), accepted_photo(city.ids["owner"])) == (doubted, None, accepted)
    take_step(city.actor("opd_admin"), Photo, doubted.id, "accept")
    assert (accepted.state, accepted_photo(city.ids["owner"])) == ("replaced", doubted)
    assert storage.path(accepted.file_key).exists()
    assert accepted.digest != doubted.digest
