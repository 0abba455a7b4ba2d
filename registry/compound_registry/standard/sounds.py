"""Sound and video."""

from __future__ import annotations

from compound_registry.capability import Capability

SOUNDS = (
    Capability(
        name="audio.transcribe",
        summary="What is said in a recording.",
        inputs={"audio": "Audio"},
        output="Text",
        tasks=("speech recognition", "ASR", "speech to text", "subtitles", "dictation"),
    ),
    Capability(
        name="audio.speak",
        summary="A text, spoken.",
        inputs={"text": "Text"},
        output="Audio",
        tasks=("text to speech", "TTS", "read aloud", "voice"),
    ),
    Capability(
        name="video.sample",
        summary="Pictures out of a video, each with its time.",
        inputs={"source": "Path | str | bytes"},
        output="list[Still]",
        avoid="For an animated image, use `Image.frames`.",
        tasks=("video frames", "keyframes", "extract stills"),
    ),
)
