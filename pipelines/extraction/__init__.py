"""What is printed: camelot's rulings and the text layer, as pages of grids and lines."""
