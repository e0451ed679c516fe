#!/usr/bin/env python3
"""Draws the app's icon: icon.py [--check]

From the drawing of Android's, so that both are the same: the part of it that every Android shows, without
what the launchers cut away. Opaque and square, since iOS rounds the corners itself. With --check it only
looks whether the icon that is there is that drawing. Standard library only.
"""

import math
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree
import zlib
from pathlib import Path

IOS = Path(__file__).resolve().parent
ICON = IOS / "App" / "Resources" / "Assets.xcassets" / "AppIcon.appiconset" / "icon.png"
RES = IOS.parent / "android" / "app" / "src" / "main" / "res"
ANDROID = "{http://schemas.android.com/apk/res/android}"

SIDE = 1024
# Of an adaptive icon's 108 dp, launchers show 72 in the middle.
SHOWN, CUT_AWAY = 72, 18
# Lines of samples in each row of pixels. Along a line the coverage is exact.
LINES = 8
# Of a full colour, for rounding that differs from machine to machine.
TOLERANCE = 2


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    pixels = draw()
    if not sys.argv[1:]:
        ICON.write_bytes(png(pixels))
        print(ICON)
    elif not same(pixels, read(ICON)):
        sys.exit(f"{ICON} is not the drawing of Android's icon: run {Path(__file__).name}")
    else:
        print("The icon is the drawing of Android's.")


def draw():
    colours = {item.get("name"): item.text for item in ElementTree.parse(RES / "values" / "colors.xml").getroot()}
    background = colour("@color/icon", colours)
    pixels = bytearray(bytes(background) * (SIDE * SIDE))
    for path in ElementTree.parse(RES / "drawable" / "icon_foreground.xml").getroot():
        fill = colour(path.get(ANDROID + "fillColor"), colours)
        paint(pixels, outlines(path.get(ANDROID + "pathData")), fill)
    return pixels


def colour(name, colours):
    """Red, green and blue."""
    value = colours[name.removeprefix("@color/")] if name.startswith("@") else name
    return tuple(bytes.fromhex(value.removeprefix("#")[-6:]))


def outlines(data):
    """The path as polygons, in pixels of the icon. Only the commands that the drawing has are known."""
    polygons = []
    x = y = 0.0
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
            polygons.append([(x, y)])
            continue
        if command == "z":
            x, y = polygons[-1][0]
            continue
        if command == "h":
            points = [(x + values[0], y)]
        elif command == "v":
            points = [(x, y + values[0])]
        elif command == "l":
            points = [(x + values[0], y + values[1])]
        elif command == "a":
            points = arc(x, y, *values)
        else:
            sys.exit(f"the drawing has a command that is not known here: {command}")
        polygons[-1] += points
        x, y = points[-1]
    scale = SIDE / SHOWN
    return [[((x - CUT_AWAY) * scale, (y - CUT_AWAY) * scale) for x, y in polygon] for polygon in polygons]


def arc(x, y, radius, other_radius, rotation, is_large, is_clockwise, dx, dy):
    """Points on the shorter arc of a circle from here to there."""
    distance = math.hypot(dx, dy)
    if radius != other_radius or rotation or is_large or distance > 2 * radius:
        sys.exit("the drawing has an arc that is not known here")
    # From the middle of the chord to the centre, which lies to the right of a clockwise way.
    height = math.sqrt(radius ** 2 - (distance / 2) ** 2) * (1 if is_clockwise else -1)
    centre_x = x + dx / 2 - dy / distance * height
    centre_y = y + dy / 2 + dx / distance * height
    start = math.atan2(y - centre_y, x - centre_x)
    turn = 2 * math.asin(distance / 2 / radius) * (1 if is_clockwise else -1)
    steps = 64
    return [(centre_x + radius * math.cos(start + turn * step / steps),
             centre_y + radius * math.sin(start + turn * step / steps)) for step in range(1, steps)] + [(x + dx, y + dy)]


def paint(pixels, polygons, fill):
    edges = [(one, other) for polygon in polygons for one, other in zip(polygon, polygon[1:] + polygon[:1])]
    for row in range(SIDE):
        covered = [0.0] * SIDE
        for line in range(LINES):
            for start, end in spans(edges, row + (line + 0.5) / LINES):
                cover(covered, start, end)
        for column, part in enumerate(covered):
            if part:
                at = 3 * (row * SIDE + column)
                share = part / LINES
                pixels[at:at + 3] = bytes(round(below + (above - below) * share)
                                          for below, above in zip(pixels[at:at + 3], fill))


def spans(edges, y):
    """What of this line lies inside: where the edges wind around it."""
    crossings = []
    for (x0, y0), (x1, y1) in edges:
        if (y0 <= y) != (y1 <= y):
            crossings.append((x0 + (y - y0) / (y1 - y0) * (x1 - x0), 1 if y1 > y0 else -1))
    winding = 0
    for (x, way), (end, _) in zip(sorted(crossings), sorted(crossings)[1:]):
        winding += way
        if winding:
            yield max(x, 0), min(end, SIDE)


def cover(covered, start, end):
    for column in range(int(start), math.ceil(end)):
        covered[column] += min(end, column + 1) - max(start, column)


def png(pixels):
    """Without an alpha channel: the App Store takes no icon with one."""
    rows = b"".join(b"\0" + pixels[3 * SIDE * row:3 * SIDE * (row + 1)] for row in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"sRGB", b"\0"), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks)


def read(file):
    """The pixels of a file that this program has written; nothing of another one."""
    if not file.is_file():
        return b""
    data = file.read_bytes()
    at = data.find(b"IDAT")
    try:
        rows = zlib.decompress(data[at + 4:at + 4 + int.from_bytes(data[at - 4:at], "big")])
    except zlib.error:
        return b""
    line = 3 * SIDE + 1
    pixels = b"".join(rows[start + 1:start + line] for start in range(0, len(rows), line))
    # The same in every other byte: size, depth, colours, and that no row is filtered.
    return pixels if len(pixels) == 3 * SIDE * SIDE and data[:33] == png(pixels)[:33] and not any(rows[::line]) else b""


def same(pixels, others):
    return len(pixels) == len(others) and all(
        one == other or abs(one - other) <= TOLERANCE for one, other in zip(pixels, others))


if __name__ == "__main__":
    main()
