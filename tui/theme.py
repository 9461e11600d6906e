"""The desk's looks: dark, light and high contrast. Every colour of the program is named here."""

from textual.theme import Theme

DESK_THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme(
            name="quanan-dark",
            primary="#7aa2c8",
            secondary="#8fb8a8",
            accent="#d9b36c",
            foreground="#d8dce2",
            background="#14181d",
            surface="#14181d",
            panel="#1d232a",
            warning="#e0b050",
            error="#ff7b72",
            success="#7cc08a",
            dark=True,
            variables={"border-blurred": "#3a444f", "muted": "#8c96a2", "cursor": "#2c4a66"},
        ),
        Theme(
            name="quanan-light",
            primary="#1f5f99",
            secondary="#2f6f5a",
            accent="#8a5a00",
            foreground="#1c2127",
            background="#f7f7f4",
            surface="#f7f7f4",
            panel="#eaeae5",
            warning="#8a5a00",
            error="#b3261e",
            success="#1f6b34",
            dark=False,
            variables={"border-blurred": "#b8bcc0", "muted": "#5a636d", "cursor": "#bcd7ef"},
        ),
        Theme(
            name="quanan-contrast",
            primary="#ffffff",
            secondary="#ffffff",
            accent="#ffff00",
            foreground="#ffffff",
            background="#000000",
            surface="#000000",
            panel="#000000",
            warning="#ffff00",
            error="#ff6060",
            success="#60ff60",
            dark=True,
            variables={"border-blurred": "#808080", "muted": "#d0d0d0", "cursor": "#0050c0"},
        ),
    )
}
