"""Where a package comes from: the commit it was built from, who signed it, whether a source builds the same."""
