"""Handrail keeps learning support plans alive."""
