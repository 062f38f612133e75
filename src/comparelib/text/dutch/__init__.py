"""What is particular to Dutch: abbreviations, function words, word joins, sentence ends."""
