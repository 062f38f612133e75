"""The classifier: one calibrated linear model a code, learned from codings, with reasons in words.

A model is its training data, its parameters and its seed; nothing is pickled. It reads sentence embeddings,
word and character n-grams, the dictionary's evidence, and what stands around a unit; never which document
it is.
"""

from comparelib.coding.classifier.codings import classifier_codings
from comparelib.coding.classifier.encoder import (
    LocalEncoder,
    SentenceEncoder,
    UseEncoder,
    sentence_encoder,
)
from comparelib.coding.classifier.model import Classifier, Training, fit_classifier

__all__ = [
    "Classifier",
    "LocalEncoder",
    "SentenceEncoder",
    "Training",
    "UseEncoder",
    "classifier_codings",
    "fit_classifier",
    "sentence_encoder",
]
