"""Translation: source text → segments → catalogues for translators, and back into files that the compiler reads."""
