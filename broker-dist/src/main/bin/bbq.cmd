@echo off
rem Copyright 2026 The BBQ Authors
rem SPDX-License-Identifier: Apache-2.0
rem
rem The bbq command on Windows. It does what the file bbq beside it does, which says why; it keeps
rem no archive of classes.
rem
rem   BBQ_JAVA_HOME   the JVM to use, 21 or newer; else JAVA_HOME, else the one on the PATH
rem   BBQ_JAVA_OPTS   more options for it

setlocal EnableExtensions DisableDelayedExpansion
for %%i in ("%~dp0..") do set "BBQ_HOME=%%~fi"
set "main=dev.bbq.cli/dev.bbq.cli.Main"

set "java_home=%BBQ_JAVA_HOME%"
if not defined java_home set "java_home=%JAVA_HOME%"
if not defined java_home for %%j in (java.exe) do if not "%%~$PATH:j"=="" for %%k in ("%%~dp$PATH:j..") do set "java_home=%%~fk"
set "java_version=0"
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%java_home%\release" 2^>nul') do for /f "delims=.-+" %%m in (%%v) do set "java_version=%%m"
if %java_version% LSS 21 goto no_jvm

set "platform=windows-x86_64"
if /i "%PROCESSOR_ARCHITECTURE%"=="ARM64" set "platform=windows-aarch_64"

set "modules=%BBQ_HOME%\lib"
for /d /r "%BBQ_HOME%\lib" %%d in (*) do call set "modules=%%modules%%;%%d"
set "options="
for /d %%d in ("%BBQ_HOME%\lib\*") do (
  if exist "%%d\jvm.options" call set options=%%options%% "@%%d\jvm.options"
  if exist "%%d\jvm-%platform%.options" call set options=%%options%% "@%%d\jvm-%platform%.options"
)
if %java_version% GEQ 23 set options=%options% --sun-misc-unsafe-memory-access=allow
set options=%options% -XX:MaxGCPauseMillis=10 -XX:MetaspaceSize=64m
if %java_version% GEQ 25 set options=%options% -XX:+UseCompactObjectHeaders

"%java_home%\bin\java.exe" --module-path "%modules%" %options% %BBQ_JAVA_OPTS% -m %main% %*
exit /b %ERRORLEVEL%

:no_jvm
echo bbq: no JVM 21 or newer found: install one, e.g. Temurin 25 (https://adoptium.net), or set BBQ_JAVA_HOME>&2
exit /b 1
