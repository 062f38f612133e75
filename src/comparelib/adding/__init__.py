"""A file becomes a document of the study: read, shown, judged, copied and listed in the manifest."""
