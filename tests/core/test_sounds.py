from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.errors import FileRefused
from handrail.core.file_kinds import DOCUMENTS, PICTURES, SOUNDS, FileKind, checked, kind_of
from handrail.core.sounds import is_film, sound_in
from tests.apps.voice.sounds import FILMS, MP3, MP4, OGG, PROGRAMS, TAGGED_MP3, WAV, WEBM, png

KINDS = {
    FileKind.MP3: MP3,
    FileKind.WAV: WAV,
    FileKind.OGG: OGG,
    FileKind.WEBM: WEBM,
    FileKind.MP4: MP4,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_sound_is_known_by_its_content_and_taken_where_sounds_are(kind: FileKind) -> None:
    assert kind_of(KINDS[kind]) is kind
    for ending in kind.endings:
        assert checked(f"me.{ending}", KINDS[kind], taken=SOUNDS) == (f"me.{ending}", kind)


def test_a_tag_before_the_sound_is_stepped_over() -> None:
    assert kind_of(TAGGED_MP3) is FileKind.MP3
    assert kind_of(TAGGED_MP3[:14]) is None


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("ending", ["mp3", "wav", "webm", "ogg", "m4a"])
def test_a_program_named_as_a_sound_is_refused(name: str, ending: str) -> None:
    with pytest.raises(FileRefused, match=rf"named \.{ending} and holds .*\. Send a sound"):
        checked(f"song.{ending}", PROGRAMS[name], taken=SOUNDS)


@pytest.mark.parametrize("ending", FILMS)
def test_a_film_is_not_a_sound(ending: str) -> None:
    assert is_film(FILMS[ending])
    with pytest.raises(FileRefused, match="a film"):
        checked(f"me.{ending}", FILMS[ending], taken=SOUNDS)


def test_each_place_takes_its_own_kinds() -> None:
    with pytest.raises(FileRefused, match="holds an MP3 sound. Send a PDF"):
        checked("me.mp3", MP3, taken=DOCUMENTS)
    with pytest.raises(FileRefused, match="holds an MP3 sound. Send a picture"):
        checked("me.png", MP3, taken=PICTURES)
    with pytest.raises(FileRefused, match="holds a PNG picture. Send a sound"):
        checked("me.mp3", png(), taken=SOUNDS)
    assert checked("me.png", png(), taken=PICTURES) == ("me.png", FileKind.PNG)


@given(st.binary(max_size=400))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    assert sound_in(content) in {None, "OGG", "WEBM", "MP4", "WAV", "MP3"}
    assert not (sound_in(content) and is_film(content))
