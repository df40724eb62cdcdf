; docket: links open the console as soon as it is installed, and nothing once it is gone.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\docket" "" "URL:Docket"
  WriteRegStr SHELL_CONTEXT "Software\Classes\docket" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\docket\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\docket\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\docket"
!macroend
