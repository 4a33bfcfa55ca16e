"""Cloud folders: whether the folder of the data is one that a cloud service copies away behind our back."""

import re
from pathlib import Path

SERVICES = {
    "OneDrive": r"OneDrive( ?-.*)?",
    "iCloud": r"Mobile Documents|iCloud ?Drive|com~apple~CloudDocs|CloudDocs",
    "百度网盘": r"BaiduSyncdisk|BaiduNetdisk.*|百度网盘.*|百度云.*",
    "坚果云": r"Nutstore.*|我的坚果云|坚果云.*",
    "Dropbox": r"Dropbox( ?\(.*\))?",
    "Google Drive": r"Google ?Drive|GoogleDrive-.*|My Drive|我的云端硬盘",
    "腾讯微云": r"微云.*|WeiYun.*",
    "WPS 云盘": r"WPS ?云盘|WPSDrive|WPS Cloud Files",
    "阿里云盘": r"阿里云盘.*|aliyundrive.*|aDrive",
    "夸克网盘": r"夸克网盘.*",
}
"""Names of folders, a whole part of a path each, that the services make."""


def cloud_service(path: str) -> str:
    """The service that keeps this path in step with others, by the names of its folders; empty where none is known."""
    parts = [part for part in re.split(r"[\\/]+", path) if part]
    for name, pattern in SERVICES.items():
        if any(re.fullmatch(pattern, part, re.IGNORECASE) for part in parts):
            return name
    return ""


def resolved(path: str) -> str:
    """A file's path with all links followed, as far as it can be read."""
    try:
        return str(Path(path).resolve())
    except OSError:
        return path
