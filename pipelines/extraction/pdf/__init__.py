"""The pages of a PDF: its text layer, its ruling lines, and the grids they make."""
