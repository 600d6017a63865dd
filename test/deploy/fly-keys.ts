/** The keys of a table. `null` stands for any value, `any` for a table with any keys. */
export interface Keys {
  readonly [key: string]: Keys | null;
}

const any: Keys = { '*': null };

const check: Keys = {
  interval: null,
  timeout: null,
  grace_period: null,
  method: null,
  path: null,
  protocol: null,
  tls_skip_verify: null,
  tls_server_name: null,
  headers: any,
};

const vm: Keys = {
  size: null,
  memory: null,
  cpu_kind: null,
  cpus: null,
  memory_mb: null,
  gpus: null,
  gpu_kind: null,
  host_dedication_id: null,
  persist_rootfs: null,
  kernel_args: null,
  processes: null,
};

/**
 * The keys that flyctl reads from the sections of a fly.toml that this project may use.
 * flyctl silently ignores all others, so a test refuses them.
 * From flyctl's own configuration types (`internal/appconfig`) and fly-go's machine types, August 2026.
 */
export const flyKeys: Keys = {
  app: null,
  primary_region: null,
  kill_signal: null,
  kill_timeout: null,
  swap_size_mb: null,
  console_command: null,
  host_dedication_id: null,
  env: any,
  build: {
    builder: null,
    args: any,
    buildpacks: null,
    image: null,
    settings: any,
    builtin: null,
    dockerfile: null,
    ignorefile: null,
    'build-target': null,
    compression: null,
    compression_level: null,
  },
  deploy: {
    strategy: null,
    max_unavailable: null,
    wait_timeout: null,
    release_command: null,
    release_command_timeout: null,
    release_command_vm: vm,
    seed_command: null,
  },
  processes: any,
  mounts: {
    source: null,
    destination: null,
    initial_size: null,
    snapshot_retention: null,
    scheduled_snapshots: null,
    auto_extend_size_threshold: null,
    auto_extend_size_increment: null,
    auto_extend_size_limit: null,
    processes: null,
  },
  http_service: {
    internal_port: null,
    force_https: null,
    auto_stop_machines: null,
    auto_start_machines: null,
    min_machines_running: null,
    processes: null,
    concurrency: { type: null, soft_limit: null, hard_limit: null },
    tls_options: { alpn: null, versions: null, default_self_signed: null },
    http_options: {
      compress: null,
      response: { headers: any, pristine: null },
      h2_backend: null,
      idle_timeout: null,
      headers_read_timeout: null,
    },
    checks: check,
    machine_checks: { command: null, image: null, entrypoint: null, kill_signal: null, kill_timeout: null },
  },
  restart: { policy: null, retries: null, processes: null },
  vm,
  metrics: { port: null, path: null, https: null, processes: null },
};

/** Returns the dotted names of the keys of `table` that are not in `keys`. */
export function unknownKeys(table: Readonly<Record<string, unknown>>, keys: Keys, prefix = ''): string[] {
  if ('*' in keys) return [];
  return Object.entries(table).flatMap(([key, value]) => {
    const below = keys[key];
    if (below === undefined) return [`${prefix}${key}`];
    const tables = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'object');
    return below === null ? [] : tables.flatMap((each) => unknownKeys(each, below, `${prefix}${key}.`));
  });
}
