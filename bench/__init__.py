"""What Handrail's pages and documents cost, measured on this machine."""
