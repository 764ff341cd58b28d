"""The front door: style and navigation."""

from ui import navigation, theme

theme.apply()
navigation.run()
