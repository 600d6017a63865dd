#!/usr/bin/env bash
# Builds the worker's image and brings its machine up to date; the first time it makes the machine,
# which runs at once, and then puts it on a schedule.
#
#   scripts/deploy-worker.sh [hourly|daily|weekly|monthly]
#
# Without one a machine keeps the schedule it has, and a new one is started hourly.
# fly.worker.toml says the rest. A schedule cannot stand there: Fly keeps it on the machine alone, and
# `fly deploy` leaves it as it is. Needs flyctl, logged in, and the app with its secrets: docs/deployment.md.
set -euo pipefail
cd "$(dirname "$0")/.."

config=fly.worker.toml
wanted=${1:-}
if [[ ! ${wanted:-hourly} =~ ^(hourly|daily|weekly|monthly)$ ]]; then
  echo "usage: $0 [hourly|daily|weekly|monthly]" >&2
  exit 2
fi
app=$(sed -nE 's/^app *= *"([^"]*)".*/\1/p' "$config")

# "id state schedule" of the app's machine; nothing before the first deploy.
machine() {
  fly machine list --app "$app" --json | node -e '
    const machines = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
      .filter(({ config }) => config?.metadata?.fly_process_group === "app");
    if (machines.length > 1) {
      console.error("There must be one worker only: keep one machine, and destroy the others with fly machine destroy.");
      process.exit(1);
    }
    for (const { id, state, config } of machines) console.log(id, state, config.schedule || "none");'
}

wait_for_the_run() {
  local seen
  while true; do
    seen=$(machine)
    [[ $seen =~ \ (created|starting|started|stopping|replacing)\  ]] || return 0
    echo "waiting for the run under way: $seen"
    sleep "${POLL_SECONDS:-10}"
  done
}

# A deploy would cut a run short.
wait_for_the_run
fly deploy --config "$config" --ha=false --detach
wait_for_the_run

found=$(machine)
read -r id _ scheduled <<<"$found"
if [[ $scheduled == none ]]; then schedule=${wanted:-hourly}; else schedule=${wanted:-$scheduled}; fi
if [[ $scheduled != "$schedule" ]]; then
  fly machine update "$id" --app "$app" --schedule "$schedule" --restart no --skip-start --yes
fi
