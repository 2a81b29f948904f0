"""What the law says: dated, cited data and the strict reader that refuses to guess."""
