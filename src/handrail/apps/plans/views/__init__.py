"""Pages about a plan. A view reads, asks the form, lets an action decide, and shows or redirects."""
