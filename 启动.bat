@echo off
rem Finds Python 3.11 or newer and hands over to run.py. All logic stands in ASCII, above the Chinese lines.
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHONUTF8=1"
set "PY="
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=py -3"
if defined PY goto found
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=python"
if not defined PY goto missing

:found
%PY% run.py %*
if errorlevel 1 pause
exit /b

:missing
echo 没有找到 Python 3.11 或更新的版本。
echo 请到 https://www.python.org/downloads/ 下载安装，勾选 Add python.exe to PATH，再双击一次。
pause
exit /b 1
