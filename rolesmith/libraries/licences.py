"""Licences in plain words: what one may do with a library that somebody else has written."""

MEANS = {
    "mit": "随便用、随便改，转给别人时留着作者的名字",
    "apache-2.0": "随便用、随便改，转给别人时留着作者的名字",
    "cc0": "随便用、随便改，不用写明出处",
    "cc by 4.0": "随便用、随便改，写明是谁写的",
    "cc by-sa 4.0": "随便用、随便改，写明是谁写的；改过的也要照样让别人用",
    "cc by-nc 4.0": "不拿去卖就可以用、可以改，写明是谁写的",
}


def meaning(licence: str) -> str:
    """What a licence means, where its name is known; else as it is written."""
    return MEANS.get(licence.strip().casefold(), licence)
