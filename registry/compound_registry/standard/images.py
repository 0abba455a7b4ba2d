"""Images: seen, taken apart, made and changed."""

from __future__ import annotations

from compound_registry.capability import Capability

IMAGES = (
    Capability(
        name="image.embed",
        summary="A vector for an image, near to those of images that show alike.",
        inputs={"image": "Image"},
        output="Embedding",
        tasks=("image embedding", "visual search", "similar pictures", "features"),
    ),
    Capability(
        name="image.classify",
        summary="The class of what an image shows, with a share for each class.",
        inputs={"image": "Image"},
        output="Label",
        avoid="For several things in one image, use image.detect.",
        tasks=("image classification", "what is in the picture", "ImageNet", "recognise"),
    ),
    Capability(
        name="image.segment",
        summary="The pixels of what a prompt means: points, a box, a rough mask, words, or nothing for everything.",
        inputs={"image": "Image", "prompt": "Prompt"},
        output="Masks",
        avoid="For boxes alone, image.detect is faster. Masks have no names: image.classify gives them.",
        tasks=("segmentation", "segment anything", "SAM", "cut out", "mask", "background removal"),
    ),
    Capability(
        name="image.detect",
        summary="The things in an image, each with a name and a box.",
        inputs={"image": "Image"},
        output="list[Detection]",
        avoid="For exact outlines, use image.segment with the boxes.",
        tasks=("object detection", "bounding boxes", "count things", "find objects"),
    ),
    Capability(
        name="image.depth",
        summary="How far away what each pixel shows is.",
        inputs={"image": "Image"},
        output="Depth",
        tasks=("depth estimation", "distance", "3D"),
    ),
    Capability(
        name="image.caption",
        summary="What an image shows, in a sentence.",
        inputs={"image": "Image"},
        output="Text",
        avoid="For writing in the image, document.read is exact.",
        tasks=("captioning", "describe a picture", "alt text", "vision language model", "VLM"),
    ),
    Capability(
        name="image.ask",
        summary="The answer to a question about an image.",
        inputs={"image": "Image", "question": "Text"},
        output="Text",
        avoid="For small print, read it first with document.read.",
        tasks=("visual question answering", "VQA", "ask about a picture"),
    ),
    Capability(
        name="image.generate",
        summary="An image of what a text describes; its size and seed are settings.",
        inputs={"prompt": "Text"},
        output="Image",
        avoid="To change an image that exists, use image.edit.",
        tasks=("text to image", "latent consistency model", "LCM", "diffusion", "draw"),
    ),
    Capability(
        name="image.inpaint",
        summary="An image with the pixels of a mask made anew, so that they fit the rest.",
        inputs={"image": "Image", "mask": "Mask"},
        output="Image",
        avoid="To change the look of the whole image, use image.edit.",
        tasks=("inpainting", "remove an object", "retouch", "fill in"),
    ),
    Capability(
        name="image.edit",
        summary="An image changed as a text says.",
        inputs={"image": "Image", "prompt": "Text"},
        output="Image",
        avoid="To make the pixels of a mask anew and no others, use image.inpaint.",
        tasks=("image to image", "img2img", "restyle", "edit a photo"),
    ),
)
