"""Builds the annotated corpus: readable sources with gold marks -> Word and PDF files and their gold."""
