"""Units -> codings: one module or package a kind of coder."""
