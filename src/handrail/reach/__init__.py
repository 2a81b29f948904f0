"""The reach: which pupils the database lets the present transaction see."""
