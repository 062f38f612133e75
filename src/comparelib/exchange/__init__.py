"""To and from other tools: REFI-QDA projects and codebooks, spreadsheets, codebooks of other tools.

Writing makes the same bytes from the same study. Reading changes nothing: it says of every coding whether it
was matched, moved or could not be placed, and returns what may then be written as a person's hand codings.
"""
