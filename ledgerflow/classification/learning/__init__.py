"""What a business's own decisions teach: pure, no Django; learner.py is the door."""
