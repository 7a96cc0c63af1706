"""Files to rows of text: one module for each family of formats, one shape for all."""
