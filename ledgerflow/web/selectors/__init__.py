"""What pages show: rows of several apps read together, as frozen records, in a firm's scope."""
