"""What leaves the house: data files, their package and checksums, and the guard on personal data."""
