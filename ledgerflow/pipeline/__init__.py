"""The whole road in order; the only place that knows all stages."""
