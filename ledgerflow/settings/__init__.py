"""Settings: `base` holds all, the other modules change values only; `env` reads the environment."""
