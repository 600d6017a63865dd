#!/usr/bin/env bash
# PID 1 of the server image. Starts Qdrant, waits until it is ready, starts the server and watches both.
#
#   supervisor.sh COMMAND [ARGUMENT…]   COMMAND is the server
#   supervisor.sh --healthy             exits with 0 if the running server reports that it can answer
#
# Exit codes: 0 after SIGTERM or SIGINT; 2 if the settings are invalid; 1 if Qdrant or the server dies
# or does not get ready, so that the platform restarts the machine.
# docs/deployment.md lists the settings, all of them optional.
set -uo pipefail

supervise_qdrant=${SUPERVISE_QDRANT:-true}
qdrant_bin=${QDRANT_BIN:-qdrant}
qdrant_port=${QDRANT__SERVICE__HTTP_PORT:-6333}
startup_timeout=${STARTUP_TIMEOUT:-30}
stop_timeout=${STOP_TIMEOUT:-10}
restart_limit=${SERVER_RESTARTS:-3}
restart_window=${SERVER_RESTART_WINDOW:-300}
separate_users=${SEPARATE_USERS:-true}
qdrant_user=${QDRANT_USER:-1001}
server_user=${SERVER_USER:-1000}

qdrant=''
server=''
stopping=''
restarts=()
declare -A exit_requested=()

say() { printf '[supervisor] %s\n' "$*"; }

refuse() {
  say "$*" >&2
  exit 2
}

# Whether a GET request to port $1 and path $2 returns 200 within $3 seconds.
answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" &&
      printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3 &&
      read -r -t "$3" _ status _ <&3 && [[ $status == 200 ]]
  ) 2>/dev/null
}

running() { kill -0 "$1" 2>/dev/null; }

# Sends SIGTERM only once: a program may treat a second one as a request to abort its work.
request_exit() {
  [[ -n $1 && -z ${exit_requested[$1]:-} ]] || return 0
  exit_requested[$1]=yes
  kill -TERM "$1" 2>/dev/null
}

# Each program leads its own process group. Ctrl-C reaches only the supervisor, and no process that a
# program started can outlive it.
clear_group() { kill -KILL -- "-$1" 2>/dev/null; }

stop() {
  local name=$1 pid=$2 tenths
  [[ -n $pid ]] || return 0
  request_exit "$pid"
  for ((tenths = stop_timeout * 10; tenths > 0; tenths--)); do
    running "$pid" || break
    sleep 0.1
  done
  running "$pid" && say "$name did not exit within $stop_timeout s (STOP_TIMEOUT) and is killed"
  clear_group "$pid"
  wait "$pid" 2>/dev/null
}

finish() {
  trap '' TERM INT
  stop 'the server' "$server"
  stop 'Qdrant' "$qdrant"
  say "exits with code $1"
  exec {server_log}>&- {qdrant_log}>&-
  wait "$server_log_writer" "$qdrant_log_writer"
  exit "$1"
}

separates_users() { [[ $separate_users == true ]] && ((EUID == 0)); }

# As root, each program runs as a user of its own: a process can read the environment of another one of its user
# (/proc/<pid>/environ), with the keys in it, and send it signals. Neither keeps a capability or can gain one.
run_as() {
  local user=$1
  shift
  separates_users || exec setsid "$@"
  exec setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all setsid "$@"
}

# What Qdrant writes belongs to its user. A volume may be new, or of a version that ran everything as one user.
own_storage() {
  local path
  for path in "${QDRANT__STORAGE__STORAGE_PATH:-./storage}" "${QDRANT__STORAGE__SNAPSHOTS_PATH:-./snapshots}" "${QDRANT_INIT_FILE_PATH:+$(dirname "$QDRANT_INIT_FILE_PATH")}"; do
    [[ -n $path && $path != / ]] || continue
    mkdir -p "$path" 2>/dev/null || continue # Qdrant says what is wrong with the path.
    find "$path" ! -user "$qdrant_user" -exec chown -h "$qdrant_user:$qdrant_user" {} +
  done
}

start_qdrant() {
  (
    unset OPENAI_API_KEY MCP_AUTH_TOKEN GITHUB_TOKEN QDRANT_API_KEY
    run_as "$qdrant_user" "$qdrant_bin"
  ) >&"$qdrant_log" 2>&1 &
  qdrant=$!
}

# The server gets neither Qdrant's settings, which include the read-write key, nor the worker's token.
start_server() {
  (
    unset "${!QDRANT__@}" QDRANT_BIN QDRANT_INIT_FILE_PATH GITHUB_TOKEN
    run_as "$server_user" "$@"
  ) >&"$server_log" 2>&1 &
  server=$!
}

wait_for_qdrant() {
  local deadline=$((SECONDS + startup_timeout))
  until running "$qdrant" && answers "$qdrant_port" /readyz 1; do
    [[ -z $stopping ]] || return 1
    if ! running "$qdrant"; then
      wait "$qdrant"
      say "Qdrant exited with code $? before it was ready"
      return 1
    fi
    if ((SECONDS >= deadline)); then
      say "Qdrant was not ready within $startup_timeout s (STARTUP_TIMEOUT); its log above may say why"
      return 1
    fi
    sleep 0.1
  done
}

# Whether the server may be restarted: at most SERVER_RESTARTS times in SERVER_RESTART_WINDOW seconds. Counts the restart.
may_restart() {
  local at recent=()
  for at in "${restarts[@]}"; do
    ((SECONDS - at < restart_window)) && recent+=("$at")
  done
  restarts=("${recent[@]}")
  ((${#restarts[@]} < restart_limit)) && restarts+=("$SECONDS")
}

# Returns the exit code after a signal, or after the death of a program that is not restarted.
watch_both() {
  local ended code
  while [[ -z $stopping ]]; do
    ended=
    wait -n -p ended "$server" ${qdrant:+"$qdrant"}
    code=$?
    [[ -z $stopping && -n $ended ]] || continue
    if [[ $ended == "$qdrant" ]]; then
      say "Qdrant exited with code $code"
      return 1
    fi
    clear_group "$server"
    if ((code == 2)); then
      say 'the server exited with code 2: its settings are invalid, and a restart cannot help'
      return 2
    fi
    if ! may_restart; then
      say "the server exited with code $code, after $restart_limit restarts within $restart_window s (SERVER_RESTARTS)"
      return 1
    fi
    say "the server exited with code $code: restart ${#restarts[@]} of $restart_limit"
    start_server "$@"
  done
}

check_users() {
  [[ $separate_users == true || $separate_users == false ]] || refuse 'SEPARATE_USERS must be true or false'
  separates_users || return 0
  [[ $qdrant_user =~ ^[1-9][0-9]*$ && $server_user =~ ^[1-9][0-9]*$ ]] ||
    refuse 'QDRANT_USER and SERVER_USER must be the numbers of users that are not root'
  [[ $qdrant_user != "$server_user" ]] ||
    refuse 'QDRANT_USER and SERVER_USER must differ, so that neither program can read the keys of the other'
  command -v setpriv >/dev/null || refuse 'program not found: setpriv; install util-linux, or start the supervisor as another user than root'
}

check_settings() {
  local name
  for name in STARTUP_TIMEOUT STOP_TIMEOUT SERVER_RESTARTS SERVER_RESTART_WINDOW QDRANT__SERVICE__HTTP_PORT; do
    [[ ${!name:-0} =~ ^[0-9]+$ ]] || refuse "$name must be a whole number"
  done
  check_users
  case $supervise_qdrant in
    false) return ;;
    true) ;;
    *) refuse 'SUPERVISE_QDRANT must be true or false' ;;
  esac
  command -v "$qdrant_bin" >/dev/null || refuse "program not found: $qdrant_bin (QDRANT_BIN); to use a Qdrant on another machine, set SUPERVISE_QDRANT=false and QDRANT_URL"
  if [[ -z ${QDRANT__SERVICE__API_KEY:-} ]]; then
    say 'Qdrant has no key, so anybody who can reach its port can write; set QDRANT__SERVICE__API_KEY and QDRANT__SERVICE__READ_ONLY_API_KEY'
    return
  fi
  export QDRANT_API_KEY=${QDRANT_API_KEY:-${QDRANT__SERVICE__READ_ONLY_API_KEY:-}}
  [[ -n $QDRANT_API_KEY ]] || refuse 'the server has no read-only key: set QDRANT__SERVICE__READ_ONLY_API_KEY'
  [[ $QDRANT_API_KEY != "$QDRANT__SERVICE__API_KEY" && $QDRANT_API_KEY != "${QDRANT__SERVICE__ALT_API_KEY:-}" ]] ||
    refuse 'the server must not have the read-write key: set QDRANT__SERVICE__READ_ONLY_API_KEY to a different key'
}

# shellcheck disable=SC2317 # called by the traps below
on_signal() {
  [[ -z $stopping ]] || return 0
  stopping=yes
  say "SIG$1: stopping the server, then Qdrant"
  request_exit "$server"
}

if [[ ${1:-} == --healthy ]]; then
  answers "${PORT:-3000}" /health 4
  exit
fi
(($# > 0)) || refuse 'usage: supervisor.sh COMMAND [ARGUMENT…]'
check_settings

trap 'on_signal TERM' TERM
trap 'on_signal INT' INT
# If the reader of the log goes away, SIGPIPE must not kill the supervisor and orphan the programs.
trap '' PIPE

exec {server_log}> >(trap '' TERM INT; exec sed -u 's/^/[server] /')
server_log_writer=$!
exec {qdrant_log}> >(trap '' TERM INT; exec sed -u 's/^/[qdrant] /')
qdrant_log_writer=$!

if [[ $supervise_qdrant == true ]]; then
  export QDRANT_URL=${QDRANT_URL:-http://127.0.0.1:$qdrant_port}
  if separates_users; then
    own_storage
  else
    say 'Qdrant and the server run as one user and can read the keys of each other'
  fi
  start_qdrant
  wait_for_qdrant || finish "$([[ -n $stopping ]] && echo 0 || echo 1)"
  say 'Qdrant is ready'
fi

start_server "$@"
watch_both "$@"
finish $?
