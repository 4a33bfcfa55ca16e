#!/bin/sh
# 双击即可启动岗位匠（macOS、Linux）：找一个够新的 Python，交给 run.py。
cd "$(dirname "$0")" || exit 1

for python in python3.13 python3.12 python3.11 python3; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" run.py "$@"
  fi
done

echo "没有找到 Python 3.11 或更新的版本：请到 https://www.python.org/downloads/ 下载安装，再双击一次。" >&2
exit 1
