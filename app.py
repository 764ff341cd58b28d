"""The front door: style, navigation, and the page; then what others save is followed."""

from ui import load, navigation, theme

theme.apply()
navigation.run()
load.follow()
