"""The application: command line, app shell, theme."""
