#!/usr/bin/env bash
# Builds the worker's image and updates its machine. The first time it makes the machine, which syncs at once. Checks
# afterwards what Fly.io has, and prints when the next start is due.
#
#   scripts/deploy-worker.sh [hourly|daily|weekly|monthly]
#
# Without an argument, an existing machine keeps its schedule and a new one runs hourly.
# fly.worker.toml has the other settings. A schedule counts from the first start of a machine that was made with it, so
# a machine with another schedule, or with none, is replaced. Requires flyctl, logged in, and the app with its secrets:
# docs/deployment.md.
set -euo pipefail
cd "$(dirname "$0")/.."

config=fly.worker.toml
wanted=${1:-}
if [[ ! ${wanted:-hourly} =~ ^(hourly|daily|weekly|monthly)$ ]]; then
  echo "usage: $0 [hourly|daily|weekly|monthly]" >&2
  exit 2
fi
app=$(sed -nE 's/^app *= *"([^"]*)".*/\1/p' "$config")
label=worker-$(date -u +%Y%m%d-%H%M%S)

# Prints "id state schedule managed" of the worker's machine, or nothing before the first deploy. `managed` is whether
# `fly deploy` knows the machine by its metadata.
machine() {
  fly machine list --app "$app" --json | node -e '
    const machines = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
      .filter(({ state }) => !/^destroy/.test(state))
      .filter(({ config }) => [undefined, "app"].includes(config?.metadata?.fly_process_group));
    if (machines.length > 1) {
      console.error("There is more than one worker machine. Keep one, and destroy the others with fly machine destroy.");
      process.exit(1);
    }
    for (const { id, state, config } of machines) {
      const { fly_platform_version: version, fly_process_group: group } = config?.metadata ?? {};
      console.log(id, state, config?.schedule || "none", version === "v2" && group === "app" ? "managed" : "unmanaged");
    }'
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

# Makes the machine with the settings of fly.worker.toml, and with the metadata by which `fly deploy` finds it later.
make_machine() {
  local options
  fly deploy --config "$config" --build-only --push --image-label "$label"
  options=$(fly config show --local --config "$config" | node -e '
    const { primary_region, env = {}, vm: [vm] = [], kill_signal, kill_timeout } =
      JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const options = {
      "--region": [primary_region],
      "--vm-size": [vm?.size],
      "--vm-memory": [vm?.memory],
      "--env": Object.entries(env).map(([name, value]) => `${name}=${value}`),
      "--machine-config": [JSON.stringify({ stop_config: { signal: kill_signal, timeout: kill_timeout } })],
    };
    for (const [name, values] of Object.entries(options)) {
      for (const value of values) if (value !== undefined) console.log(`${name}=${value}`);
    }')
  mapfile -t options <<<"$options"
  fly machine run "registry.fly.io/$app:$label" --app "$app" --schedule "$schedule" --restart no --detach \
    --metadata fly_platform_version=v2 --metadata fly_process_group=app "${options[@]}"
}

# Prints what Fly.io has, and fails if it is not what was asked for.
check_machine() {
  fly machine list --app "$app" --json | EXPECTED_SCHEDULE=$schedule EXPECTED_LABEL=$label node -e '
    const { EXPECTED_SCHEDULE: wanted, EXPECTED_LABEL: label } = process.env;
    const machine = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
      .find(({ state, config }) => !/^destroy/.test(state) && config?.metadata?.fly_process_group === "app");
    if (machine === undefined) {
      console.error("Fly.io has no worker machine.");
      process.exit(1);
    }
    const { id, state, config, region, events = [], created_at: createdAt } = machine;
    const HOURS = { hourly: 1, daily: 24, weekly: 24 * 7, monthly: 24 * 30 };
    const starts = events.filter(({ type }) => type === "start").map(({ timestamp }) => timestamp);
    const started = starts.length > 0 ? Math.max(...starts) : Date.parse(createdAt);
    const interval = HOURS[wanted] * 3_600_000;
    const next = started + Math.max(1, Math.ceil((Date.now() - started) / interval)) * interval;
    const time = (ms) => (Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 16)}Z` : "unknown");
    console.log(`machine     ${id} in ${region}`);
    console.log(`schedule    ${config.schedule || "none"}`);
    console.log(`image       ${config.image}`);
    console.log(`state       ${state}`);
    console.log(`last start  ${time(started)}`);
    console.log(`next start  about ${time(next)}; Fly.io does not keep to the minute`);
    const problems = [
      config.schedule === wanted ? "" : `the schedule is not ${wanted}`,
      config.image?.includes(`:${label}`) ? "" : `the image is not the one with the label ${label}`,
      config.restart?.policy === "no" ? "" : "a failed run would be restarted",
      config.metadata.fly_platform_version === "v2" ? "" : "fly deploy would not find the machine",
      state === "failed" ? "the machine has failed" : "",
    ].filter((problem) => problem !== "");
    for (const problem of problems) console.error(`Not as it should be: ${problem}.`);
    if (problems.length > 0) process.exit(1);'
}

# A deploy would interrupt a run.
wait_for_the_run
found=$(machine)
read -r id _ scheduled managed <<<"$found" || true
if [[ ${scheduled:-none} == none ]]; then schedule=${wanted:-hourly}; else schedule=${wanted:-$scheduled}; fi
image=(--image-label "$label")
if [[ -z $id || $scheduled != "$schedule" || $managed != managed ]]; then
  if [[ -n $id ]]; then fly machine destroy "$id" --app "$app"; fi
  make_machine
  echo "The first run has begun. Follow it with: fly logs --app $app"
  wait_for_the_run
  # The deploy below then builds nothing. It makes the release without which `fly console` refuses to start.
  image=(--image "registry.fly.io/$app:$label")
fi
# Renews image and settings and keeps the schedule. A stopped machine is not started.
fly deploy --config "$config" --ha=false --detach "${image[@]}"
wait_for_the_run
check_machine
