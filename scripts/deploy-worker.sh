#!/usr/bin/env bash
# Builds the worker's image and updates its machine. The first run creates the machine, which syncs at once,
# and then sets its schedule.
#
#   scripts/deploy-worker.sh [hourly|daily|weekly|monthly]
#
# Without an argument, an existing machine keeps its schedule and a new one runs hourly.
# fly.worker.toml has the other settings. Fly stores a schedule only with the machine, and `fly deploy` does not
# change it. Requires flyctl, logged in, and the app with its secrets: docs/deployment.md.
set -euo pipefail
cd "$(dirname "$0")/.."

config=fly.worker.toml
wanted=${1:-}
if [[ ! ${wanted:-hourly} =~ ^(hourly|daily|weekly|monthly)$ ]]; then
  echo "usage: $0 [hourly|daily|weekly|monthly]" >&2
  exit 2
fi
app=$(sed -nE 's/^app *= *"([^"]*)".*/\1/p' "$config")

# Prints "id state schedule" of the app's machine, or nothing before the first deploy.
machine() {
  fly machine list --app "$app" --json | node -e '
    const machines = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
      .filter(({ config }) => config?.metadata?.fly_process_group === "app");
    if (machines.length > 1) {
      console.error("There is more than one worker machine. Keep one, and destroy the others with fly machine destroy.");
      process.exit(1);
    }
    for (const { id, state, config } of machines) console.log(id, state, config.schedule || "none");'
}

wait_for_the_run() {
  local seen
  while true; do
    seen=$(machine)
    [[ $seen =~ \ (created|starting|started|stopping|replacing)\  ]] || return 0
    echo "waiting for the run in progress: $seen"
    sleep "${POLL_SECONDS:-10}"
  done
}

# A deploy would interrupt a run.
wait_for_the_run
fly deploy --config "$config" --ha=false --detach
wait_for_the_run

found=$(machine)
read -r id _ scheduled <<<"$found"
if [[ $scheduled == none ]]; then schedule=${wanted:-hourly}; else schedule=${wanted:-$scheduled}; fi
if [[ $scheduled != "$schedule" ]]; then
  fly machine update "$id" --app "$app" --schedule "$schedule" --restart no --skip-start --yes
fi
