"""Swedish and Danish text to typed values; what is unclear becomes an issue, never a guess."""
