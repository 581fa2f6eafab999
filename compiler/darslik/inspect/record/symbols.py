"""The small signs of the picture, centred on a point, about 12 by 12."""

from __future__ import annotations

LEGEND = {
    "choice": "can be chosen from the contents",
    "flow": "“Continue” goes on to the next",
    "both-ways": "“Continue” and “Previous” go on and back",
    "lock": "opens only under a condition",
    "closed": "can never be started",
    "hidden": "not shown in the contents",
    "link": "its result matters to another activity",
}
"""What each sign means, in the order of the legend."""

_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.4"'


def symbol(name: str, x: float, y: float) -> str:
    """A sign at a place."""
    return f'<g transform="translate({x:g} {y:g})">{_SHAPES[name]}</g>'


def arrow_head(x: float, y: float, direction: str) -> str:
    """The point of an arrow: `down`, `up` or `left`."""
    shape = {"down": "-3.5,-6 3.5,-6", "up": "-3.5,6 3.5,6", "left": "6,-3.5 6,3.5"}[direction]
    return f'<polygon transform="translate({x:g} {y:g})" points="0,0 {shape}"/>'


_SHAPES = {
    "choice": f'<circle r="4" {_STROKE}/><circle r="1.3"/>',
    "flow": f'<path d="M0 -6V1" {_STROKE}/><polygon points="0,6 -3.5,0 3.5,0"/>',
    "both-ways": '<polygon points="0,7 -3.5,1 3.5,1"/><polygon points="0,-7 -3.5,-1 3.5,-1"/>',
    "lock": f'<rect x="-4.5" y="-1" width="9" height="6.5"/><path d="M-2.8 -1V-3a2.8 2.8 0 0 1 5.6 0V-1" {_STROKE}/>',
    "closed": f'<rect x="-5" y="-4" width="10" height="8" rx="2" {_STROKE} stroke-dasharray="3 2"/>',
    "hidden": f'<path d="M-6 0Q0 -6 6 0Q0 6 -6 0Z" {_STROKE}/><path d="M-5 5L5 -5" {_STROKE}/>',
    "link": f'<path d="M-5 -4H2a4 4 0 0 1 0 8H-1" {_STROKE}/><polygon points="-6,4 0,0.5 0,7.5"/>',
}
