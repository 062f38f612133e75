"""Files to text: one module a format, all of which return a SourceText."""
