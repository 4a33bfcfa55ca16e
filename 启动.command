#!/bin/sh
# 双击即可启动岗位匠（macOS、Linux）：找一个够新的 Python，交给 run.py。
cd "$(dirname "$0")" || exit 1

for python in python3.13 python3.12 python3.11 python3; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" run.py "$@"
  fi
done

echo "没有找到 Python 3.11 或更新的版本。" >&2
echo "请打开 https://www.python.org/downloads/macos/ 下载 Python 3.13 的安装包，双击装好，再双击一次“启动.command”。" >&2
if [ -t 0 ] && command -v open >/dev/null; then
  printf '现在打开下载页吗？打 y 再按回车就打开，不要直接按回车：'
  read -r answer
  if [ "$answer" = y ]; then open https://www.python.org/downloads/macos/; fi
fi
exit 1
