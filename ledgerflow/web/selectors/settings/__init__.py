"""What the pages of the settings show in words."""
