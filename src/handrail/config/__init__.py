"""How an installation is configured, started and checked."""
