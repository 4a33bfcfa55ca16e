@echo off
rem Finds Python 3.11 or newer and hands over to run.py. All labels and jumps stand in ASCII, above the Chinese lines.
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHONUTF8=1"
set "PY="
set "ANSWER="
if not exist run.py goto missing
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=py -3"
if defined PY goto found
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=python"
if not defined PY goto missing

:found
%PY% run.py %*
if errorlevel 1 pause
exit /b

:missing
if not exist run.py echo 请先把压缩包解压到一个文件夹，再双击里面的“启动.bat”。
if not exist run.py pause & exit /b 1
echo 没有找到 Python 3.11 或更新的版本。
where winget >nul 2>nul && set /p "ANSWER=现在用 Windows 自带的 winget 下载安装 Python 3.13 吗？只装给您自己用。要装请打 y 再按回车，不装直接按回车："
if /i "%ANSWER%"=="y" winget install --exact --id Python.Python.3.13 --source winget --scope user && echo 装好了。请关掉这个窗口，再双击一次“启动.bat”。&& pause && exit /b 0
echo 自己装：打开 https://www.python.org/downloads/windows/ 下载 Python 3.13 的 64 位安装包，安装时勾选 Add python.exe to PATH，装好后再双击一次“启动.bat”。
pause
exit /b 1
