"""The design system: page templates, form rendering, components, styles and scripts."""
