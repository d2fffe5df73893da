"""What a plan is: frozen records without pandas, units or files."""
